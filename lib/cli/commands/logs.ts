import { type Command, JSON_OPTION } from '#lib/cli/command.ts'
import { logFileLines, logOutput } from '#lib/cli/log-lines.ts'
import { readLogOptions } from '#lib/cli/log-options.ts'
import { print, printJson } from '#lib/cli/print.ts'
import { type LogReading, printAdded, printLog } from '#lib/cli/print-log.ts'
import { printLogs } from '#lib/cli/print-logs.ts'
import { AppError } from '#lib/errors.ts'
import { printable } from '#lib/format/printable.ts'
import { type Logs, readLogs } from '#lib/monitor.ts'

export const logs: Command = {
  name: 'logs',
  usage: 'logs [name]',
  summary: 'the files in logs/, the last lines of one, or with an option of all',
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
    const json = options.json === true
    const isList = name === undefined && LINE_OPTIONS.every((option) => options[option] === undefined)
    const wanted = readLogOptions(options, Date.now(), name === undefined ? LINES_OF_EACH : undefined)
    const source = readLogs(config)
    const stop = new AbortController()
    if (!isList) for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
    const output = logOutput({ json, named: name === undefined })
    const reading = { source, wanted, output, signal: stop.signal }
    try {
      if (isList) await printList(source, json)
      else if (name === undefined) await printLogs(reading)
      else await printOne(reading, name)
      return 0
    } finally {
      source.close()
    }
  },
}

const LINE_OPTIONS = ['follow', 'lines', 'level', 'grep', 'since', 'until', 'context'] as const

/** As `tail` prints of several files. */
const LINES_OF_EACH = 10

async function printOne(reading: LogReading, name: string): Promise<void> {
  const { wanted, output } = reading
  const printed = await printLog(reading, name)
  if (wanted.isFiltered && printed.lines === 0)
    output.note(`Nothing in ${printed.isWhole ? '' : 'what could be read of '}${printable(name)} matches.`)
  if (wanted.follow) await printAdded(reading, name, printed)
}

async function printList(source: Logs, json: boolean): Promise<void> {
  await source.list()
  // Files of some length are counted behind the scenes; a command waits for it.
  await source.counted()
  const list = await source.list()
  if (json) printJson(list)
  else for (const line of logFileLines(list, Date.now())) print(line)
}
