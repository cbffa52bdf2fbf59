import type { RunOutcome } from './run.ts'

/** How a run can have ended, of those whose result can be read: what rates and times are made of. */
export const MEASURED_OUTCOMES = [
  'success',
  'error',
  'timeout',
  'interrupted',
] as const satisfies readonly RunOutcome[]
export type MeasuredOutcome = (typeof MEASURED_OUTCOMES)[number]

/** Results whose file names no agent are gathered under this name. */
export const UNNAMED_AGENT = 'unknown'

/** An empty list is no filter. */
export type MetricsFilter = {
  agents: readonly string[]
  projects: readonly string[]
  outcomes: readonly MeasuredOutcome[]
}

/**
 * What is asked of the metrics: results that ended at or after `fromMs` and before `untilMs`, epoch milliseconds. With
 * `live`, the range ends now: it is moved so that its buckets are whole ones, and the last is still filling.
 */
export type MetricsQuery = MetricsFilter & {
  fromMs: number
  untilMs: number
  live: boolean
  /** Whether the totals of the period of the same length just before are wanted too. */
  compare: boolean
}

/** Lengths of time that are offered by name, each ending now. */
export const METRICS_RANGES = ['15m', '1h', '6h', '24h', '7d', '30d', '90d'] as const
export type MetricsRangeName = (typeof METRICS_RANGES)[number]
export const DEFAULT_METRICS_RANGE: MetricsRangeName = '24h'

/** The longest range that is answered. */
export const LONGEST_RANGE_MS = 400 * 86_400_000
