import type { MetricsView } from '#lib/model/metrics-view.ts'

const HOUR_MS = 3_600_000
const T = Date.UTC(2026, 10, 24, 10)

export const VIEW_AGENTS = ['krukai-optimizer', 'vector-auditor'] as const

const tokens = {
  inputTokens: 12_000,
  outputTokens: 345,
  cacheReadTokens: null,
  cacheWriteTokens: 5000,
  results: 3,
}

const totals = (results: number): MetricsView['totals'] => ({
  results,
  unreadable: 1,
  sessions: 2,
  successRate: 0.75,
  averageMs: 1500,
  p50Ms: 1000,
  p95Ms: 4000,
  p99Ms: null,
  timed: results,
  speedUp: 1.5,
  peakConcurrency: 2,
  integrationWaitMs: null,
  integrated: 0,
  tokens,
})

/** A view of two buckets with something in every field; what is not a number says what it is. */
export function makeTellingView(change: Partial<MetricsView> = {}): MetricsView {
  const rates = [0.5, null]
  const counts = [12_000, null]
  const tokenLines = {
    inputTokens: counts,
    outputTokens: counts,
    cacheReadTokens: counts,
    cacheWriteTokens: counts,
  }
  const lines = {
    tokens: tokenLines,
    averageMs: rates,
    p50Ms: rates,
    p95Ms: rates,
    p99Ms: rates,
    successRate: rates,
  }
  const ofAgent = {
    tokens,
    results: 4,
    timed: 4,
    successRate: 0.75,
    averageMs: 1500,
    p50Ms: 1,
    p95Ms: 2,
    p99Ms: 3,
  }
  return {
    reading: null,
    generatedAtMs: T + 2 * HOUR_MS,
    range: { fromMs: T, untilMs: T + 2 * HOUR_MS, live: true, bucketMs: HOUR_MS, startsMs: [T, T + HOUR_MS] },
    filter: { agents: [VIEW_AGENTS[0]], projects: ['/home/ada/secret-project'], outcomes: ['error'] },
    percentiles: 'exact',
    totals: totals(8),
    before: totals(4),
    agents: [
      { agent: VIEW_AGENTS[0], ...ofAgent, lines },
      { agent: VIEW_AGENTS[1], ...ofAgent, lines: null },
    ],
    activity: { results: [4, 4], sessions: [1, 1] },
    errors: { error: [1, 0], timeout: [0, 1], interrupted: [0, 0] },
    successRate: rates,
    integrationWait: { averageMs: rates, longestMs: rates },
    concurrency: { average: [1, 1], peak: [2, 1] },
    speedUp: rates,
    resources: {
      resultsBytes: rates,
      diskFreeBytes: rates,
      inodesFree: rates,
      memoryAvailableBytes: rates,
      agentsMemoryBytes: rates,
      monitorMemoryBytes: rates,
    },
    heatMap: { timeZone: 'Europe/Berlin', results: Array(168).fill(0) },
    slowestSessions: [
      { id: 'session-of-ada', durationMs: 9000, endedAtMs: T + 90_000, results: 3, errors: 1 },
      { id: 'session-of-bob', durationMs: 8000, endedAtMs: T + 80_000, results: 3, errors: 0 },
    ],
    frequentErrors: [
      {
        text: 'ENOENT of session-of-ada in /home/ada/secret-project',
        count: 2,
        lastAtMs: T + 90_000,
        sessionId: 'session-of-ada',
        agents: [VIEW_AGENTS[1]],
      },
    ],
    thresholds: { averageExecutionMs: 30_000, successRate: 0.9, resultsDirectoryBytes: null },
    ...change,
  }
}
