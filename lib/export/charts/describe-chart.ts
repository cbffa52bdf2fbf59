import { EXECUTION_TIMES, LINES, type Line, type LinesChart, TOKENS } from '#lib/export/metrics-lines.ts'
import {
  type MetricsChart,
  TABLE_TITLES,
  type TimeMeasure,
  TOKEN_FIELDS,
  TOKEN_NAMES,
  type TokenMeasure,
} from '#lib/model/metrics-export.ts'
import type { AgentLines, MetricsView } from '#lib/model/metrics-view.ts'
import type { Chart, SeriesChart } from './chart.ts'

const MEASURES: Readonly<Record<TimeMeasure, { title: string; of: (lines: AgentLines) => Line['values'] }>> =
  {
    average: { title: 'average', of: ({ averageMs }) => averageMs },
    p50: { title: 'median', of: ({ p50Ms }) => p50Ms },
    p95: { title: '95th percentile', of: ({ p95Ms }) => p95Ms },
    p99: { title: '99th percentile', of: ({ p99Ms }) => p99Ms },
  }

/** What a chart shows of a view. `measure` is for that of execution times alone, `tokens` for that of tokens. */
export function describeChart(
  view: MetricsView,
  chart: MetricsChart,
  measure: TimeMeasure = 'average',
  tokens: TokenMeasure = 'output',
): Chart {
  const title = TABLE_TITLES[chart]
  const { results, timeZone } = view.heatMap
  if (chart === 'heat-map') return { kind: 'heat', title, values: results, timeZone }
  const common = { range: view.range, timeZone, threshold: thresholdOf(view, chart, measure) }
  if (chart === TOKENS) return { ...common, ...describeTokens(view, tokens) }
  if (chart !== EXECUTION_TIMES) return { ...common, ...describeLines(view, chart), title }
  const { title: what, of } = MEASURES[measure]
  const lines = view.agents.flatMap(({ agent, lines: own }): Line[] =>
    own === null ? [] : [{ title: agent, kind: 'ms', values: of(own) }],
  )
  return { ...common, kind: 'lines', title: `${title}, ${what}`, unit: 'ms', lines }
}

function describeTokens(
  { agents }: MetricsView,
  measure: TokenMeasure,
): Pick<SeriesChart, 'kind' | 'lines' | 'unit' | 'title'> {
  const lines = agents.flatMap(({ agent, lines: own }): Line[] => {
    const values = own?.tokens?.[TOKEN_FIELDS[measure]]
    return values === undefined ? [] : [{ title: agent, kind: 'count', values }]
  })
  const title = `${TABLE_TITLES.tokens}, ${TOKEN_NAMES[measure].toLowerCase()}`
  return { kind: 'stack', title, unit: 'count', lines }
}

function describeLines(view: MetricsView, chart: LinesChart): Pick<SeriesChart, 'kind' | 'lines' | 'unit'> {
  const lines = LINES[chart](view)
  return { kind: chart === 'errors' ? 'stack' : 'lines', lines, unit: lines[0]?.kind ?? 'count' }
}

/** Thresholds of alerts are about averages; no other measure is compared with them. */
function thresholdOf({ thresholds }: MetricsView, chart: MetricsChart, measure: TimeMeasure): number | null {
  if (chart === EXECUTION_TIMES && measure === 'average') return thresholds.averageExecutionMs
  if (chart === 'success-rate') return thresholds.successRate
  return chart === 'results-size' ? thresholds.resultsDirectoryBytes : null
}
