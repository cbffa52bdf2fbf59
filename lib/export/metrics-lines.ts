import type { MetricsChart } from '#lib/model/metrics-export.ts'
import type { MetricsView } from '#lib/model/metrics-view.ts'
import type { ColumnKind } from './tables/table.ts'

/** A line of a chart, which is a column of its table too: so that the two never say different things. */
export type Line = { title: string; kind: ColumnKind; values: readonly (number | null)[] }

/** Their lines are agents, whose names are not known here; their tables have a row for each of them. */
export const EXECUTION_TIMES = 'execution-time'
export const TOKENS = 'tokens'

/** Charts with one line, or one colour of a stack, for each of these values. */
export type LinesChart = Exclude<MetricsChart, typeof EXECUTION_TIMES | typeof TOKENS | 'heat-map'>

export const LINES: Readonly<Record<LinesChart, (view: MetricsView) => Line[]>> = {
  'success-rate': ({ successRate }) => [{ title: 'Success rate', kind: 'rate', values: successRate }],
  errors: ({ errors }) => [
    { title: 'Errors', kind: 'count', values: errors.error },
    { title: 'Timeouts', kind: 'count', values: errors.timeout },
    { title: 'Interrupted', kind: 'count', values: errors.interrupted },
  ],
  activity: ({ activity }) => [
    { title: 'Results', kind: 'count', values: activity.results },
    { title: 'Sessions', kind: 'count', values: activity.sessions },
  ],
  'integration-wait': ({ integrationWait }) => [
    { title: 'Average', kind: 'ms', values: integrationWait.averageMs },
    { title: 'Longest', kind: 'ms', values: integrationWait.longestMs },
  ],
  concurrency: ({ concurrency }) => [
    { title: 'Average', kind: 'number', values: concurrency.average },
    { title: 'Most', kind: 'number', values: concurrency.peak },
  ],
  'speed-up': ({ speedUp }) => [{ title: 'Speed-up', kind: 'factor', values: speedUp }],
  'results-size': ({ resources }) => [
    { title: 'Results directory', kind: 'bytes', values: resources.resultsBytes },
  ],
  'disk-free': ({ resources }) => [{ title: 'Free', kind: 'bytes', values: resources.diskFreeBytes }],
  'inodes-free': ({ resources }) => [{ title: 'Free', kind: 'count', values: resources.inodesFree }],
  memory: ({ resources }) => [
    { title: 'Available', kind: 'bytes', values: resources.memoryAvailableBytes },
    { title: 'Agents', kind: 'bytes', values: resources.agentsMemoryBytes },
    { title: 'Monitor', kind: 'bytes', values: resources.monitorMemoryBytes },
  ],
}
