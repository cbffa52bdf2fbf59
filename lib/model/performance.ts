import type { TokenTotals } from './agent-work.ts'

/** Times are milliseconds; `null` where no result has a known time. Rates are 0 to 1; `null` where there is no result. */
export type PerformanceSummary = {
  averageExecutionMs: number | null
  successRate: number | null
  errorRate: number | null
  /** Results that can be read. */
  results: number
  sessions: number
  resultsDirectoryBytes: number
  tokens: TokenTotals
  agents: AgentPerformance[]
}

export type AgentPerformance = {
  agent: string
  results: number
  averageExecutionMs: number | null
  p50Ms: number | null
  p95Ms: number | null
  successRate: number | null
  tokens: TokenTotals
}
