import { resolve } from 'node:path'
import type { Command, CommandInput } from '#lib/cli/command.ts'
import { print } from '#lib/cli/print.ts'
import { METRICS_OPTIONS, readMetricsQuery } from '#lib/cli/read-metrics-query.ts'
import { version } from '#lib/cli/version.ts'
import { AppError } from '#lib/errors.ts'
import { writeExposition } from '#lib/export/exposition/exposition.ts'
import { makeMetricsExport } from '#lib/export/json-export.ts'
import { makeTable } from '#lib/export/tables/make-table.ts'
import { writeCsv } from '#lib/export/tables/write-csv.ts'
import { writeJson } from '#lib/export/write-json.ts'
import { printable } from '#lib/format/printable.ts'
import { METRICS_TABLES } from '#lib/model/metrics-export.ts'
import type { MetricsQuery } from '#lib/model/metrics-query.ts'
import { createMonitor, type Monitor } from '#lib/monitor.ts'
import { writeExport } from '#lib/store/write-export.ts'

const FORMATS = ['json', 'csv', 'openmetrics', 'prometheus'] as const
type Format = (typeof FORMATS)[number]

export const exportMetrics: Command = {
  name: 'export',
  usage: 'export',
  summary: 'the metrics as JSON, as a table, or as a scraper reads them',
  arity: 0,
  options: {
    format: { type: 'string', value: 'NAME', help: `${FORMATS.join(', ')} (json)` },
    table: { type: 'string', value: 'NAME', help: `for csv: ${METRICS_TABLES.join(', ')}` },
    ...METRICS_OPTIONS,
    output: { type: 'string', value: 'FILE', help: 'writes it there, for you alone, instead of printing it' },
    force: { type: 'boolean', help: 'replaces FILE where it is there already' },
    json: { type: 'boolean', help: 'the same as --format json' },
  },
  async run({ config, options }) {
    const format = readFormat(options)
    const query = readMetricsQuery(options, Date.now())
    const table = readTable(format, options)
    const monitor = createMonitor(config, { watch: false })
    try {
      const text = await write(monitor, format, table, query)
      if (options.output === undefined) process.stdout.write(text)
      else {
        const path = resolve(String(options.output))
        writeExport(path, text, { force: options.force === true })
        print(`Written to ${printable(path)}.`)
      }
      return 0
    } finally {
      await monitor.close()
    }
  },
}

type TableName = (typeof METRICS_TABLES)[number]

async function write(
  monitor: Monitor,
  format: Format,
  table: TableName,
  query: MetricsQuery,
): Promise<string> {
  if (format === 'openmetrics' || format === 'prometheus')
    return writeExposition(await monitor.counters(), format, version)
  const view = await monitor.metrics(query)
  if (format === 'csv') return [...writeCsv(makeTable(view, table))].join('')
  const { sessions } = await monitor.counters()
  return `${writeJson(makeMetricsExport(view, sessions), 2)}\n`
}

function readFormat({ format = 'json', json }: CommandInput['options']): Format {
  if (!json || format === 'json') return readOne('--format', format, FORMATS)
  throw new AppError(
    'usage',
    `--json is --format json: expected one of them, not ${printable(String(format))} too.`,
  )
}

/** Which table is meant must be said, since no other format has any. */
function readTable(format: Format, { table }: CommandInput['options']): TableName {
  if (format === 'csv') return readOne('--table', table ?? '', METRICS_TABLES)
  if (table === undefined) return 'totals'
  throw new AppError('usage', `--table is for --format csv; this is ${format}.`)
}

function readOne<T extends string>(option: string, value: unknown, known: readonly T[]): T {
  const found = known.find((name) => name === value)
  if (found !== undefined) return found
  throw new AppError('usage', `${option} is "${printable(String(value))}": expected ${known.join(', ')}.`)
}
