import type { TokenKind } from './agent-work.ts'

/** Charts that can be had as a picture; each is a table too, of the numbers that it draws. */
export const METRICS_CHARTS = [
  'execution-time',
  'success-rate',
  'errors',
  'activity',
  'tokens',
  'integration-wait',
  'concurrency',
  'speed-up',
  'results-size',
  'disk-free',
  'inodes-free',
  'memory',
  'heat-map',
] as const
export type MetricsChart = (typeof METRICS_CHARTS)[number]

/** Everything of a view that can be had as a table. */
export const METRICS_TABLES = ['totals', 'agents', ...METRICS_CHARTS, 'sessions', 'frequent-errors'] as const
export type MetricsTable = (typeof METRICS_TABLES)[number]

/** What the chart of execution times draws of each agent. */
export const TIME_MEASURES = ['average', 'p50', 'p95', 'p99'] as const
export type TimeMeasure = (typeof TIME_MEASURES)[number]

/** Which tokens the chart of them draws of each agent. */
export const TOKEN_MEASURES = ['input', 'output', 'cache-read', 'cache-write'] as const
export type TokenMeasure = (typeof TOKEN_MEASURES)[number]

export const TOKEN_FIELDS = {
  input: 'inputTokens',
  output: 'outputTokens',
  'cache-read': 'cacheReadTokens',
  'cache-write': 'cacheWriteTokens',
} as const satisfies Record<TokenMeasure, TokenKind>

export const TOKEN_NAMES: Readonly<Record<TokenMeasure, string>> = {
  input: 'Input',
  output: 'Output',
  'cache-read': 'Read from cache',
  'cache-write': 'Written to cache',
}

export const CHART_THEMES = ['light', 'dark'] as const
export type ChartTheme = (typeof CHART_THEMES)[number]

/** As they are called on the page, in files and in snapshots. */
export const TABLE_TITLES: Readonly<Record<MetricsTable, string>> = {
  totals: 'Totals',
  agents: 'Agents',
  'execution-time': 'Execution time',
  'success-rate': 'Success rate',
  errors: 'Errors',
  activity: 'Results and sessions',
  tokens: 'Tokens',
  'integration-wait': 'Wait for integration',
  concurrency: 'Agents at once',
  'speed-up': 'Speed-up',
  'results-size': 'Results on disk',
  'disk-free': 'Free disk space',
  'inodes-free': 'Free inodes',
  memory: 'Memory',
  'heat-map': 'Hours of the week',
  sessions: 'Slowest sessions',
  'frequent-errors': 'Most frequent errors',
}
