import { type Command, JSON_OPTION } from '#lib/cli/command.ts'
import { logFileLines, printLogLines, tailNotice } from '#lib/cli/log-lines.ts'
import { type LogOptions, readLogOptions } from '#lib/cli/log-options.ts'
import { print, printJson } from '#lib/cli/print.ts'
import { AppError } from '#lib/errors.ts'
import { PARTIAL_WORDS } from '#lib/format/log-text.ts'
import { formatCount, formatQuantity } from '#lib/format/number.ts'
import { printable } from '#lib/format/printable.ts'
import type { LogLine } from '#lib/model/log.ts'
import { type Logs, readLogs } from '#lib/monitor.ts'

export const logs: Command = {
  name: 'logs',
  usage: 'logs [name]',
  summary: 'the files in logs/, or the last lines of one',
  arity: 'any',
  options: {
    follow: { type: 'boolean', help: 'go on with what is added, until interrupted' },
    lines: {
      type: 'string',
      value: 'N',
      help: 'at most so many lines (50; 10000 of those chosen by an option)',
    },
    level: { type: 'string', value: 'LEVELS', help: 'of these levels only, such as error,critical' },
    grep: { type: 'string', value: 'PATTERN', help: 'what holds a pattern of RE2; (?i) ignores case' },
    since: { type: 'string', value: 'TIME', help: 'not before 2h ago, or a time such as 2026-11-24T10:00' },
    until: { type: 'string', value: 'TIME', help: 'before that' },
    context: { type: 'string', value: 'N', help: 'so many lines around what matches, 20 at most' },
    json: { ...JSON_OPTION, help: 'print JSON for scripts, of lines one object a line' },
  },
  async run({ config, options, arguments: names }) {
    const [name, ...others] = names
    if (others.length > 0) throw new AppError('usage', `Expected one log, found ${names.length}.`)
    const wanted = readLogOptions(options, Date.now())
    const source = readLogs(config)
    try {
      if (name === undefined) await printList(source, options.json === true)
      else await printLog(source, name, wanted, options.json === true)
      return 0
    } finally {
      source.close()
    }
  },
}

async function printList(source: Logs, json: boolean): Promise<void> {
  await source.list()
  // Files of some length are counted behind the scenes; a command waits for it.
  await source.counted()
  const list = await source.list()
  if (json) printJson(list)
  else for (const line of logFileLines(list, Date.now())) print(line)
}

async function printLog(source: Logs, name: string, wanted: LogOptions, json: boolean): Promise<void> {
  await source.check(name, wanted.filter)
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  const { lines: ends, inode, fault } = await source.page(name, { from: 'end', limit: 1 })
  if (fault !== null) process.stderr.write(`${printable(name)}: ${fault}\n`)
  const [last] = ends
  // Where a line is being written, following begins with it.
  const offset = last === undefined ? 0 : last.unfinished ? last.offset : last.nextOffset
  const before = wanted.follow ? offset : null
  const lines = wanted.isFiltered
    ? await findLast(source, name, wanted, { before, isWhole: fault === null }, stop.signal)
    : await readLast(source, name, wanted.lines, before)
  printLogLines(lines, json)
  if (!wanted.follow) return
  for await (const event of source.follow(name, { offset, inode, filter: wanted.filter }, stop.signal)) {
    const notice = tailNotice(event, name)
    if (notice !== null) process.stderr.write(`${notice}\n`)
    // One that is not whole yet comes again.
    if (event.kind === 'lines')
      printLogLines(
        event.lines.filter(({ unfinished }) => !unfinished),
        json,
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
  source: Logs,
  name: string,
  { filter, lines: limit, context }: LogOptions,
  { before: from, isWhole }: { before: number | null; isWhole: boolean },
  signal: AbortSignal,
): Promise<LogLine[]> {
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
        process.stderr.write(
          `There are more: only the last ${formatCount(found.size)} lines are printed. --lines prints more.\n`,
        )
      break
    }
    before = next
  } while (before !== null)
  if (partial > 0)
    process.stderr.write(`${formatQuantity(partial, 'line')} of ${printable(name)} ${PARTIAL_WORDS}.\n`)
  if (found.size === 0)
    process.stderr.write(`Nothing in ${isWhole ? '' : 'what could be read of '}${printable(name)} matches.\n`)
  return [...found.values()].sort((one, other) => one.offset - other.offset)
}
