import type { TokenKind, TokenTotals } from './agent-work.ts'
import type { MeasuredOutcome, MetricsFilter } from './metrics-query.ts'

/**
 * Everything that the Performance page, its exports, share links and snapshots show, of one range and one filter.
 * Times are milliseconds, sizes bytes, rates 0 to 1. `null` is unknown, or nothing there, and never stands for 0.
 * Lists of values have one entry for each bucket of `range.startsMs`.
 */
export type MetricsView = {
  generatedAtMs: number
  /** How many of the results on disk are counted so far after a start, `of` once that is known; `null` once all are. */
  reading: MetricsReading | null
  range: MetricsBuckets
  filter: MetricsFilter
  /** Percentiles: exact for up to 50,000 results in the range; of more, each within 1 % of the exact value. */
  percentiles: 'exact' | 'within_1_percent'
  totals: MetricsTotals
  /** The same of the period of equal length just before; `null` where it was not asked for. */
  before: MetricsTotals | null
  /** Agents with results in the range, the one with most results first. */
  agents: AgentMetrics[]
  /** Results that ended, and sessions by when their last result ended. */
  activity: { results: number[]; sessions: number[] }
  /** Results that are no success, by how they ended. Those of one bucket add up to its errors. */
  errors: Record<Exclude<MeasuredOutcome, 'success'>, number[]>
  /** Share of successes over all agents. */
  successRate: (number | null)[]
  /** Of sessions integrated in the bucket: from the last result to the integration. */
  integrationWait: { averageMs: (number | null)[]; longestMs: (number | null)[] }
  /** Agents that ran at once, by start and end of results with a known time: the mean over the bucket, and the most. */
  concurrency: { average: number[]; peak: number[] }
  /** Of sessions that ended in the bucket: the sum of their agents' times over the time that the session took. */
  speedUp: (number | null)[]
  resources: ResourceMetrics
  /** Results by hour of the week, Monday 0:00 first, in the time zone of the machine that is watched. */
  heatMap: { timeZone: string; results: number[] }
  /** The longest of the range, ten at most. */
  slowestSessions: SlowSession[]
  /** Grouped by what stays the same, ten at most. */
  frequentErrors: FrequentError[]
  /** Where lines are drawn: the thresholds of the alerts. */
  thresholds: MetricsThresholds
}

export type MetricsReading = { results: number; of: number | null }

export type MetricsBuckets = {
  /** What is counted: at or after `fromMs`, before `untilMs`. */
  fromMs: number
  untilMs: number
  /** Of a range that ends now: it moves on. */
  live: boolean
  bucketMs: number
  /** When each bucket begins, 300 at most; each ends where the next begins, the last at `untilMs`. */
  startsMs: number[]
}

export type MetricsTotals = {
  /** Results that can be read. */
  results: number
  /** Results that cannot be read, which no rate counts. */
  unreadable: number
  sessions: number
  successRate: number | null
  averageMs: number | null
  p50Ms: number | null
  p95Ms: number | null
  p99Ms: number | null
  /** Results whose time is known, of which averages and percentiles are made. */
  timed: number
  speedUp: number | null
  peakConcurrency: number
  /** Of sessions that were integrated in the range. */
  integrationWaitMs: number | null
  integrated: number
  tokens: TokenTotals
}

export type AgentMetrics = {
  agent: string
  results: number
  timed: number
  successRate: number | null
  averageMs: number | null
  p50Ms: number | null
  p95Ms: number | null
  p99Ms: number | null
  tokens: TokenTotals
  /** `null` beyond the first twelve agents, of which no lines are drawn. */
  lines: AgentLines | null
}

export type AgentLines = {
  averageMs: (number | null)[]
  p50Ms: (number | null)[]
  p95Ms: (number | null)[]
  p99Ms: (number | null)[]
  successRate: (number | null)[]
  /** What results that ended in the bucket cost; `null` where none of the range says. */
  tokens: TokenLines | null
}

export type TokenLines = Record<TokenKind, (number | null)[]>

/** The mean of the samples of each bucket, one each 30 s while the dashboard runs. */
export type ResourceMetrics = {
  resultsBytes: (number | null)[]
  diskFreeBytes: (number | null)[]
  inodesFree: (number | null)[]
  memoryAvailableBytes: (number | null)[]
  agentsMemoryBytes: (number | null)[]
  monitorMemoryBytes: (number | null)[]
}

export type SlowSession = {
  id: string
  /** From the first start to the last end of its results in the range. */
  durationMs: number
  endedAtMs: number
  results: number
  errors: number
}

export type FrequentError = {
  /** The text, with what differs from one to the next left out. */
  text: string
  count: number
  lastAtMs: number
  /** Where it was last seen. */
  sessionId: string
  agents: string[]
}

export type MetricsThresholds = {
  averageExecutionMs: number | null
  successRate: number | null
  resultsDirectoryBytes: number | null
}
