import { describe, expect, it } from 'vitest'
import { describeChart } from '#lib/export/charts/describe-chart.ts'
import { METRICS_CHARTS, METRICS_TABLES, type MetricsTable } from '#lib/model/metrics-export.ts'
import type { MetricsView } from '#lib/model/metrics-view.ts'
import { makeAgent, makeView, VIEW_START_MS } from '#lib/testing/make-view.ts'
import { makeTable } from './make-table.ts'
import { writeCsv } from './write-csv.ts'

const csvOf = (table: MetricsTable, view: MetricsView = makeView()): string[] =>
  [...writeCsv(makeTable(view, table))].join('').split('\r\n').slice(0, -1)

describe('a table of the metrics as CSV', () => {
  it.each(METRICS_TABLES)('of %s has a name for each column, and as many cells in each row', (table) => {
    const { columns, rows } = makeTable(makeView(), table)
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.every((row) => row.length === columns.length)).toBe(true)
    const [head = '', ...records] = csvOf(table)
    expect(records).toHaveLength(rows.length)
    expect(head.split(',')).toHaveLength(columns.length)
    expect(head).toMatch(/^[a-z0-9_]+(,[a-z0-9_]+)+$/)
  })

  it('names its units, writes times as ISO 8601, and leaves empty what is unknown', () => {
    const view = makeView({ speedUp: [null, 0, 2.5] })
    expect(csvOf('speed-up', view).slice(0, 4)).toEqual([
      'time,speed_up',
      '2026-11-24T10:00:00.000Z,',
      '2026-11-24T10:05:00.000Z,0',
      '2026-11-24T10:10:00.000Z,2.5',
    ])
    expect(csvOf('integration-wait')[0]).toBe('time,average_ms,longest_ms')
    expect(csvOf('memory')[0]).toBe('time,available_bytes,agents_bytes,monitor_bytes')
    expect(csvOf('totals')).toEqual([
      'from,until,results,unreadable,sessions,success_rate,average_ms,p50_ms,p95_ms,p99_ms,timed_results,speed_up,most_agents_at_once,wait_for_integration_ms,integrated_sessions,input_tokens,output_tokens,cache_read_tokens,cache_write_tokens,results_with_tokens',
      '2026-11-24T10:00:00.000Z,2026-11-24T18:00:00.000Z,1210,3,84,0.942,12345.6,10000,41000,61500,1180,2.83,9,65000,60,4400000,660000,44000000,2200000,1100',
    ])
  })

  it('has the period before in a row of its own', () => {
    const { totals } = makeView()
    const [, , before = ''] = csvOf('totals', makeView({ before: { ...totals, results: 7 } }))
    expect(before).toMatch(/^2026-11-24T02:00:00\.000Z,2026-11-24T10:00:00\.000Z,7,/)
  })

  it.each(METRICS_CHARTS)('of %s holds the very numbers that its chart draws', (name) => {
    const chart = describeChart(makeView(), name)
    const { rows } = makeTable(makeView(), name)
    if (chart.kind === 'heat') expect(rows.map((row) => row.at(-1))).toEqual(chart.values)
    else if (name === 'tokens') {
      const output = 3
      for (const { title, values } of chart.lines)
        expect(rows.filter((row) => row[1] === title).map((row) => row[output])).toEqual(values)
    } else if (name === 'execution-time')
      for (const { title, values } of chart.lines)
        expect(rows.filter((row) => row[1] === title).map((row) => row[2])).toEqual(values)
    else
      for (const [at, { values }] of chart.lines.entries())
        expect(rows.map((row) => row[at + 1])).toEqual(values)
  })

  it('shows what hides in a name, so that no terminal obeys it', () => {
    const agents = [makeAgent('a\u001b[2J\u202e"b",c', 0)]
    expect(csvOf('agents', makeView({ agents }))[1]).toMatch(/^"a\\u\{1b\}\[2J\\u\{202e\}""b"",c",400,/)
  })

  it('lets no spreadsheet run what a name or an error says', () => {
    const [error] = makeView().frequentErrors
    const hostile = ['=cmd|"/c calc"!A1', '+1', '-1', '@x', '\t=1'].map((text) => ({
      ...(error ?? expect.fail('no error')),
      text,
      agents: [text],
    }))
    const records = csvOf('frequent-errors', makeView({ frequentErrors: hostile })).slice(1)
    expect(records.map((record) => record.replace(/^"/, '')[0])).toEqual(["'", "'", "'", "'", "'"])
    expect(records[1]).toBe(`'+1,12,${new Date(VIEW_START_MS + 2_000_000).toISOString()},a3f1-checkout,'+1`)
  })
})
