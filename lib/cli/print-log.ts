import { AppError } from '#lib/errors.ts'
import { PARTIAL_WORDS } from '#lib/format/log-text.ts'
import { formatCount, formatQuantity } from '#lib/format/number.ts'
import { printable } from '#lib/format/printable.ts'
import type { LogLine } from '#lib/model/log.ts'
import type { Logs } from '#lib/monitor.ts'
import { type LogOutput, tailNotice } from './log-lines.ts'
import type { LogOptions } from './log-options.ts'

/** What a command reads, and how. */
export type LogReading = { source: Logs; wanted: LogOptions; output: LogOutput; signal: AbortSignal }

/** Where what was not printed yet begins, of which file, and how many lines were. */
export type PrintedLog = { offset: number; inode: number; lines: number; isWhole: boolean }

/** Prints the last lines of a log, or those that are wanted. */
export async function printLog(reading: LogReading, name: string): Promise<PrintedLog> {
  const { source, wanted, output } = reading
  await source.check(name, wanted.filter)
  const { lines: ends, inode, fault } = await source.page(name, { from: 'end', limit: 1 })
  if (fault !== null) output.note(`${printable(name)}: ${fault}`)
  const [last] = ends
  // Where a line is being written, following begins with it.
  const offset = last === undefined ? 0 : last.unfinished ? last.offset : last.nextOffset
  const before = wanted.follow ? offset : null
  const lines = wanted.isFiltered
    ? await findLast(reading, name, before)
    : await readLast(source, name, wanted.lines, before)
  output.lines(name, lines)
  return { offset, inode, lines: lines.length, isWhole: fault === null }
}

/** Prints what is added to a log, until the signal comes. Throws where it cannot be read any more. */
export async function printAdded(reading: LogReading, name: string, printed: PrintedLog): Promise<void> {
  const { source, wanted, output, signal } = reading
  const { offset, inode } = printed
  for await (const event of source.follow(name, { offset, inode, filter: wanted.filter }, signal)) {
    const notice = tailNotice(event, name)
    if (notice !== null) output.note(notice)
    // One that is not whole yet comes again.
    if (event.kind === 'lines')
      output.lines(
        name,
        event.lines.filter(({ unfinished }) => !unfinished),
      )
    if (event.kind === 'failed') throw new AppError('file_not_found', event.message)
  }
}

const PAGE_LINES = 2000

async function readLast(
  source: Logs,
  name: string,
  count: number,
  before: number | null,
): Promise<LogLine[]> {
  const pages: LogLine[][] = []
  let left = count
  for (let offset = before; left > 0 && offset !== 0; ) {
    const limit = Math.min(left, PAGE_LINES)
    const { lines } = await source.page(
      name,
      offset === null ? { from: 'end', limit } : { from: 'before', offset, limit },
    )
    if (lines.length === 0) break
    pages.unshift(lines)
    left -= lines.length
    offset = lines[0]?.offset ?? 0
  }
  return pages.flat()
}

async function findLast(
  { source, wanted, output, signal }: LogReading,
  name: string,
  from: number | null,
): Promise<LogLine[]> {
  const { filter, lines: limit, context } = wanted
  const found = new Map<number, LogLine>()
  let before = from
  let partial = 0
  do {
    let next: number | null = null
    let enough = false
    for await (const event of source.search(
      name,
      { filter, before, limit: limit - found.size, context },
      signal,
    )) {
      if (event.kind === 'failed') throw new AppError('file_not_found', event.message)
      if (event.kind === 'lines')
        for (const line of event.lines)
          if (!line.context || !found.has(line.offset)) found.set(line.offset, line)
      if (event.kind === 'done') {
        next = event.next
        enough = event.reason === 'enough'
        partial += event.partial
      }
    }
    if (enough || found.size >= limit) {
      if (next !== null)
        output.note(
          `There are more in ${printable(name)}: only the last ${formatCount(found.size)} lines are printed. --lines prints more.`,
        )
      break
    }
    before = next
  } while (before !== null)
  if (partial > 0) output.note(`${formatQuantity(partial, 'line')} of ${printable(name)} ${PARTIAL_WORDS}.`)
  return [...found.values()].sort((one, other) => one.offset - other.offset)
}
