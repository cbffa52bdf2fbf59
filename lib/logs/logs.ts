import { setMaxListeners } from 'node:events'
import type {
  LogFilter,
  LogLine,
  LogList,
  LogPage,
  LogPageRequest,
  LogSearch,
  LogSearchEvent,
  LogTailEvent,
} from '#lib/model/log.ts'
import { createLineCounter } from './count-lines.ts'
import { downloadLog, type LogDownload } from './download-log.ts'
import { findTime, isOrdered, seekTime } from './find-time.ts'
import { followLog } from './follow-log.ts'
import { listLogs } from './list-logs.ts'
import { openFile, openLog } from './open-log.ts'
import { readPage } from './read-page.ts'
import { extentOf } from './search-log.ts'
import { createFilter } from './select-lines.ts'
import { namedSessions } from './session-names.ts'
import { shownText } from './show-line.ts'
import { startSearch } from './start-search.ts'

export type FollowRequest = { offset: number | null; inode: number | null; filter: LogFilter }

/** The logs of a home, for reading. Faults are those of `openLog`. */
export type Logs = {
  list(): Promise<LogList>
  /** Resolves once all lines are counted of what was listed. */
  counted(): Promise<void>
  page(name: string, request: LogPageRequest): Promise<LogPage>
  /** The line at an offset, as far as anybody reads it; `null` where none is. */
  line(name: string, offset: number): Promise<{ text: string; cut: boolean } | null>
  /** Where the first line at or after a time is; `null` where that was not found in time. */
  findTime(name: string, atMs: number): Promise<number | null>
  /** Throws as reading it would, and `AppError('request_invalid')` for a filter with no pattern of RE2. */
  check(name: string, filter: LogFilter): Promise<void>
  /** From the end to the beginning. Ends when `signal` aborts. */
  search(name: string, search: LogSearch, signal: AbortSignal): AsyncIterable<LogSearchEvent>
  follow(name: string, request: FollowRequest, signal: AbortSignal): AsyncIterable<LogTailEvent>
  download(name: string): Promise<LogDownload>
  close(): void
}

export type LogsOptions = {
  home: string
  /** Whether what looks like a secret is masked, and so is not found. */
  mask: () => boolean
  /** Those of some ids that sessions have. */
  existing(ids: readonly string[]): Promise<string[]>
}

/** Whoever asks for it as a whole gets so much of a line. */
const WHOLE_LINE_BYTES = 1024 * 1024
/** A search of one request ends after this, and says where to go on. */
const SEARCH_MS = 10_000
const SEEK_MS = 5000

export function openLogs({ home, mask, existing }: LogsOptions): Logs {
  const counter = createLineCounter(home)
  const withSessions = async <T extends { lines: LogLine[] }>(
    found: T,
  ): Promise<T & { sessions: string[] }> => ({
    ...found,
    sessions: await existing(namedSessions(found.lines)),
  })
  return {
    list: () => listLogs(home, counter),
    counted: counter.settled,
    async page(name, request) {
      await using source = await openLog(home, name)
      return withSessions({ ...extentOf(source), lines: await readPage(source, request, mask()) })
    },
    async line(name, offset) {
      await using source = await openLog(home, name)
      const bytes = await source.read(offset, WHOLE_LINE_BYTES)
      if (bytes.length === 0) return null
      const end = bytes.indexOf(NEWLINE)
      const text = bytes.subarray(0, end === -1 ? undefined : end).toString('utf8')
      const cut = end === -1 && offset + bytes.length < source.sizeBytes
      return { text: shownText(text.replace(/^\ufeff|\r$/g, ''), mask()), cut }
    },
    async findTime(name, atMs) {
      await using source = await openLog(home, name)
      // Awaited here: the source is closed as soon as this returns.
      if (await isOrdered(source)) return await findTime(source, atMs)
      return await seekTime(source, atMs, performance.now() + SEEK_MS)
    },
    async check(name, filter) {
      createFilter(filter)
      await using _ = await openFile(home, name)
    },
    async *search(name, search, signal) {
      setMaxListeners(0, signal)
      for await (const event of startSearch(
        { ...search, home, name, mask: mask(), timeMs: SEARCH_MS },
        signal,
      ))
        yield event.kind === 'lines' ? await withSessions(event) : event
    },
    async *follow(name, request, signal) {
      for await (const event of followLog({ ...request, home, name, mask: mask() }, signal))
        yield event.kind === 'lines' ? await withSessions(event) : event
    },
    download: (name) => downloadLog(home, name, mask()),
    close: counter.close,
  }
}

const NEWLINE = 0x0a
