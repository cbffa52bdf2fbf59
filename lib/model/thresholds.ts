/** The original guide's four alerts: a number over its threshold needs attention. */
export const THRESHOLDS = {
  averageExecutionMs: 5 * 60_000,
  resultsDirectoryBytes: 1e9,
  errorRate: 0.2,
  staleSessions: 5,
} as const
