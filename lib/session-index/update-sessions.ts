import type { History } from '#lib/history/history.ts'
import type { FileRecord } from '#lib/model/file-record.ts'
import { type SummaryContext, summarizeSession } from '#lib/sessions/summarize-session.ts'

export type SessionUpdate = {
  history: History
  /** Live sessions, and when each turns stale by the clock alone; epoch milliseconds. */
  staleAt: Map<string, number>
  /** Files of sessions that were never seen before, so that the database need not be asked for them. */
  fresh: FreshFiles | null
}

/** Writes the row of each session anew from its files: into memory while it is live, on disk what is finished of it. */
export function updateSessions(update: SessionUpdate, ids: Iterable<string>, context: SummaryContext): void {
  for (const id of ids) {
    const files = update.fresh?.take(id) ?? update.history.files.ofSession(id)
    const finished = files.filter((file) => !isLive(file))
    writeLive(update, id, finished.length === files.length ? [] : files, context)
    writeFinished(update, id, finished, context)
  }
}

function writeLive(
  { history, staleAt }: SessionUpdate,
  id: string,
  files: FileRecord[],
  context: SummaryContext,
): void {
  const summary = summarizeSession(id, files, context)
  if (summary === null) {
    if (staleAt.delete(id)) history.sessions.remove('live_sessions', id)
    return
  }
  const { session, searchText } = summary
  history.sessions.put('live_sessions', session, searchText)
  staleAt.set(
    id,
    session.state === 'active' ? session.lastActivityAtMs + context.activeWindowMs : Number.POSITIVE_INFINITY,
  )
}

function writeFinished(
  { history }: SessionUpdate,
  id: string,
  files: FileRecord[],
  context: SummaryContext,
): void {
  const summary = summarizeSession(id, files, context)
  if (summary) history.sessions.put('sessions', summary.session, summary.searchText)
  else history.sessions.remove('sessions', id)
}

const isLive = (file: FileRecord): boolean => file.area === 'temp' || file.area === 'running'

/**
 * Remembers the files of a first scan until their session is written. A session that was written before has rows that
 * this knows nothing of, and must be loaded.
 */
export type FreshFiles = {
  add(record: FileRecord): void
  /** How many were added. */
  count(): number
  take(id: string): FileRecord[] | null
}

export function freshFiles(): FreshFiles {
  const waiting = new Map<string, FileRecord[]>()
  const taken = new Set<string>()
  let count = 0
  return {
    add(record) {
      count += 1
      if (record.sessionId === null || taken.has(record.sessionId)) return
      const files = waiting.get(record.sessionId)
      if (files) files.push(record)
      else waiting.set(record.sessionId, [record])
    },
    count: () => count,
    take(id) {
      if (taken.has(id)) return null
      taken.add(id)
      const files = waiting.get(id) ?? []
      waiting.delete(id)
      return files
    },
  }
}
