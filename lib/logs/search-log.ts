import type { LogExtent, LogLine, LogSearch, LogSearchEvent } from '#lib/model/log.ts'
import { findTime, isOrdered } from './find-time.ts'
import { lineSpansAfter, lineSpansBefore } from './line-spans.ts'
import type { LogSource } from './log-source.ts'
import { parseLine } from './parse-line.ts'
import { type RawLine, readLines, WHOLE_LINE_BYTES } from './read-lines.ts'
import { isInLongLine, mayHold } from './search-behind.ts'
import {
  createFilter,
  ENTRY_LINES,
  type EntryFilter,
  isPartial,
  isWanted,
  type LogEntry,
  selectEntry,
  toEntries,
} from './select-lines.ts'
import { showLine, toLogLine } from './show-line.ts'

export type SearchOptions = LogSearch & {
  mask: boolean
  /** How long it may take, before whoever asked is told where to go on. */
  timeMs: number
}

/** A search tells how far it is this often. */
const PROGRESS_MS = 150

/** An event without the names that only the monitor can look up. */
export type FoundEvent = Exclude<LogSearchEvent, { kind: 'lines' }> | { kind: 'lines'; lines: LogLine[] }

/**
 * Looks through a log from its end to its beginning, block by block, and tells what it finds; a line may be told twice,
 * as near one that matches and as one that does. Throws `AppError('request_invalid')` for a pattern that is none.
 */
export async function* searchLog(source: LogSource, options: SearchOptions): AsyncGenerator<FoundEvent> {
  const filter = createFilter(options.filter)
  yield { kind: 'begun', extent: extentOf(source) }
  const { from, until } = await rangeOf(source, options)
  const endMs = performance.now() + options.timeMs
  let toldMs = performance.now()
  let before = until
  let found = 0
  let partial = 0
  while (before > from) {
    const block = await readBlock(source, before, options.mask, filter)
    const selected: LogLine[][] = []
    const unsure: { offset: number; lines: number }[] = []
    for (const entry of block.entries) {
      const lines = selectEntry(entry, filter)
      const isLong = lines.length === 0 && entry.some(({ wholeBytes }) => wholeBytes !== null)
      const chosen = isLong ? await selectLong(source, entry, filter, options.mask) : lines
      if (chosen.length > 0) selected.push(chosen)
      else if (isLong) unsure.push({ offset: entry[0]?.offset ?? 0, lines: countPartial(entry, filter) })
    }
    // The latest of them, where there are more than anybody asked for.
    const taken = takeLast(selected, options.limit - found)
    found += taken.flat().length
    if (taken.length > 0) yield { kind: 'lines', lines: await withContext(source, taken, options) }
    before = taken.length < selected.length ? (taken[0]?.[0]?.offset ?? before) : block.begin
    // Those before that are looked at again.
    for (const { offset, lines } of unsure) if (offset >= before) partial += lines
    const nowMs = performance.now()
    if (nowMs - toldMs > PROGRESS_MS || before <= from) {
      toldMs = nowMs
      yield { kind: 'progress', searchedBytes: until - Math.max(before, from), ofBytes: until - from }
    }
    const isOver = before > from
    if (isOver && found >= options.limit)
      return yield { kind: 'done', next: before, reason: 'enough', partial }
    if (isOver && nowMs > endMs) return yield { kind: 'done', next: before, reason: 'time', partial }
  }
  yield { kind: 'done', next: null, reason: 'all', partial }
}

export const extentOf = ({ sizeBytes, inode, packed, fault }: LogSource): LogExtent => ({
  sizeBytes,
  inode,
  packed,
  fault,
})

/** Where times rise, what lies outside the range of times need not be read. */
async function rangeOf(
  source: LogSource,
  { before, filter: { sinceMs, untilMs } }: SearchOptions,
): Promise<{ from: number; until: number }> {
  const until = Math.min(before ?? source.sizeBytes, source.sizeBytes)
  if ((sinceMs === null && untilMs === null) || !(await isOrdered(source))) return { from: 0, until }
  return {
    from: sinceMs === null ? 0 : await findTime(source, sinceMs - SLACK_MS),
    until: untilMs === null ? until : Math.min(until, await findTime(source, untilMs + SLACK_MS)),
  }
}

/** Lines this much out of order are found still. */
const SLACK_MS = 5000

type Block = { begin: number; entries: LogEntry[] }

/** The entries that end at `before`, as many as are read at once. */
async function readBlock(
  source: LogSource,
  before: number,
  mask: boolean,
  filter: EntryFilter,
): Promise<Block> {
  const spans = await lineSpansBefore(source, before, Number.POSITIVE_INFINITY)
  const all = await readLines(source, spans, WHOLE_LINE_BYTES)
  const lines = spans[0]?.offset === 0 ? all : all.slice(countLeading(all))
  const begin = lines[0]?.offset ?? 0
  if (!mayHoldAny(lines, filter)) return { begin, entries: [] }
  return { begin, entries: toEntries(lines.map((line) => showLine(line, mask))) }
}

/** The first lines without a form may belong to one that lies before: they are left for the next block. */
function countLeading(lines: readonly RawLine[]): number {
  const head = lines.slice(0, ENTRY_LINES).findIndex(({ text }) => parseLine(text).form !== 'other')
  if (head !== -1) return head
  return lines.length > ENTRY_LINES ? ENTRY_LINES : 0
}

/** All lines of a block at once; what was not read of one may hold anything. */
function mayHoldAny(lines: readonly RawLine[], { matcher }: EntryFilter): boolean {
  if (matcher === null || !matcher.seesLines || lines.some(({ wholeBytes }) => wholeBytes !== null))
    return true
  return mayHold(lines.map((line) => line.text).join('\n'), matcher)
}

/** How many lines of an entry that was not chosen may be wanted; a mere text was looked for in all of them. */
function countPartial(entry: LogEntry, { filter, matcher }: EntryFilter): number {
  const [head] = entry
  const mayMatch = matcher !== null && !matcher.isText && head !== undefined && isWanted(head, filter)
  return entry.filter((line) => isPartial(line, filter, mayMatch)).length
}

/** An entry with lines of which only the beginning was read, in which nothing was found. */
async function selectLong(
  source: LogSource,
  entry: LogEntry,
  { filter, matcher }: EntryFilter,
  mask: boolean,
): Promise<LogLine[]> {
  const [head] = entry
  if (head === undefined || !matcher?.isText || !isWanted(head, filter)) return []
  for (const line of entry)
    if (line.wholeBytes !== null && (await isInLongLine(source, line, matcher, mask)))
      return entry.map((one) => toLogLine(one))
  return []
}

/** The last entries that hold no more lines than that; one at least. */
function takeLast(entries: readonly LogLine[][], lines: number): LogLine[][] {
  let left = lines
  const from = entries.findLastIndex(({ length }) => {
    left -= length
    return left <= 0
  })
  return entries.slice(Math.max(0, from))
}

/** With the lines on either side of what was found. */
async function withContext(
  source: LogSource,
  entries: readonly LogLine[][],
  { context, mask }: SearchOptions,
): Promise<LogLine[]> {
  const lines = new Map(entries.flat().map((line) => [line.offset, line]))
  if (context > 0)
    for (const entry of entries) {
      const [first, last] = [entry[0], entry.at(-1)]
      const spans = [
        ...(first ? await lineSpansBefore(source, first.offset, context) : []),
        ...(last ? await lineSpansAfter(source, last.nextOffset, context) : []),
      ]
      for (const span of spans) {
        if (lines.has(span.offset)) continue
        for (const line of await readLines(source, [span], WHOLE_LINE_BYTES))
          lines.set(line.offset, toLogLine(showLine(line, mask), { context: true }))
      }
    }
  return [...lines.values()].sort((one, other) => one.offset - other.offset)
}
