import type { LogFilter, LogLine } from '#lib/model/log.ts'
import { createMatcher, type LineMatcher } from './line-matcher.ts'
import { type ShownLine, toLogLine } from './show-line.ts'

/** A line with a form, and those after it that have none: what belongs together is shown together. */
export type LogEntry = ShownLine[]

/** A traceback is shorter; a file that is mostly without form is not one entry. */
export const ENTRY_LINES = 100

export type EntryFilter = {
  filter: LogFilter
  matcher: LineMatcher | null
}

/** Throws `AppError('request_invalid')` for a pattern that is none. */
export const createFilter = (filter: LogFilter): EntryFilter => ({
  filter,
  matcher: createMatcher(filter.text),
})

/** Lines as entries. A line without a form that no other comes before stands for itself. */
export function toEntries(lines: readonly ShownLine[]): LogEntry[] {
  const entries: LogEntry[] = []
  let open: LogEntry | null = null
  for (const line of lines) {
    if (line.form === 'other' && open !== null && open.length < ENTRY_LINES) open.push(line)
    else {
      const entry = [line]
      entries.push(entry)
      open = line.form === 'other' ? null : entry
    }
  }
  return entries
}

/** The lines of an entry where it is wanted, with what was found in them; else none. */
export function selectEntry(entry: LogEntry, { filter, matcher }: EntryFilter): LogLine[] {
  const [head] = entry
  if (head === undefined || !isWanted(head, filter)) return []
  if (matcher === null) return entry.map((line) => toLogLine(line))
  if (!entry.some(({ shown }) => matcher.test(shown))) return []
  return entry.map((line) => toLogLine(line, { matches: matcher.find(line.shown) }))
}

/**
 * Whether a line that was not chosen may be wanted for what of it was not read. `mayMatch`: what is looked for may stand
 * there, by all else that is known.
 */
export const isPartial = ({ wholeBytes, text }: ShownLine, filter: LogFilter, mayMatch: boolean): boolean =>
  wholeBytes !== null && (mayMatch || (readsHeads(filter) && text.startsWith('{')))

const readsHeads = ({ levels, sinceMs, untilMs }: LogFilter): boolean =>
  levels.length > 0 || sinceMs !== null || untilMs !== null

/** By what a line says of itself: its level and its time. */
export function isWanted({ level, atMs }: ShownLine, { levels, sinceMs, untilMs }: LogFilter): boolean {
  if (levels.length > 0 && (level === null || !levels.includes(level))) return false
  if (sinceMs !== null && (atMs === null || atMs < sinceMs)) return false
  return untilMs === null || (atMs !== null && atMs < untilMs)
}
