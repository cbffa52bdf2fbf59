import type { MessagePort } from 'node:worker_threads'
import type { FileRow } from '#lib/history/file-row.ts'
import type { History } from '#lib/history/history.ts'
import type { ResultChange } from '#lib/history/result-feed.ts'
import { RESULT_TABLES, type ResultTable } from '#lib/history/result-pages.ts'
import type { ResultMessage, ResultReply } from './messages.ts'

export type ResultTeller = {
  /** What became of a file. Nothing is told before `begin`, which tells everything. */
  note(change: ResultChange): void
  /** Tells everything that there is, and from then on every change. */
  begin(history: History): void
  /** Tells what was noted. */
  flush(): void
  /** Nothing is told any more. */
  end(): void
}

/** So few that whoever asks something between two pages hardly waits. */
const PAGE_ROWS = 200

/** Tells the thread that keeps results what becomes of them here; `onComplete` is called when it has them all. */
export function tellResults(port: MessagePort, onComplete: () => void): ResultTeller {
  let noted: ResultChange[] = []
  let pages: Iterator<ResultMessage> | null = null
  let history: History | null = null
  const send = (message: ResultMessage): void => port.postMessage(message)

  const flush = (): void => {
    if (noted.length > 0) send({ kind: 'changes', changes: noted })
    noted = []
  }
  const nextPage = (): void => {
    const page = pages?.next()
    if (page?.done === false) {
      // Changes and pages come in the order in which they were read.
      flush()
      send(page.value)
    } else if (pages !== null) {
      pages = null
      flush()
      send({ kind: 'end' })
    }
  }
  const begin = (of: History): void => {
    history = of
    noted = []
    pages = readPages(of)
    send({ kind: 'begin', rows: of.pages.count() })
    nextPage()
  }
  port.on('message', (reply: ResultReply) => {
    if (history === null) return
    switch (reply.kind) {
      case 'taken':
        return nextPage()
      case 'complete':
        if (reply.isKept) history.pages.forgetPast()
        return onComplete()
      case 'measure':
        return send({ kind: 'extent', sizeBytes: history.summaries.extent().sizeBytes })
      case 'again':
        return begin(history)
    }
  })
  return {
    note(change) {
      if (history === null) return
      if (noted.length === 0) setImmediate(flush)
      noted.push(change)
    },
    begin,
    flush,
    end() {
      history = null
      pages = null
      noted = []
    },
  }
}

function* readPages({ pages }: History): Generator<ResultMessage> {
  for (const table of RESULT_TABLES)
    for (const rows of rowsOf(pages, table)) {
      const changes = rows.map((put) => ({ put }))
      yield { kind: table === 'past_results' ? 'past' : 'page', changes }
    }
}

/** All rows of a table, page by page: between two of them everything else goes on. */
export function* rowsOf(pages: History['pages'], table: ResultTable): Generator<FileRow[]> {
  for (let page = pages.after(table, 0, PAGE_ROWS); page; page = pages.after(table, page.place, PAGE_ROWS))
    yield page.rows
}
