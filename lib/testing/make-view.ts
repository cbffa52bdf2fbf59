import type { TokenTotals } from '#lib/model/agent-work.ts'
import type { AgentMetrics, MetricsView } from '#lib/model/metrics-view.ts'

export const VIEW_START_MS = Date.UTC(2026, 10, 24, 10)
const BUCKET_MS = 5 * 60_000
const BUCKETS = 96

type Values = (number | null)[]

/** A wave that is the same each time, so that pictures of it are too; unknown in the buckets that `gap` names. */
export function wave(
  low: number,
  high: number,
  phase: number,
  gap: (at: number) => boolean = () => false,
): Values {
  return Array.from({ length: BUCKETS }, (_, at) =>
    gap(at) ? null : low + ((high - low) * (1 + Math.sin(at / 7 + phase))) / 2,
  )
}

const whole = (values: Values): number[] => values.map((value) => Math.round(value ?? 0))

const tokensOf = (results: number): TokenTotals => ({
  inputTokens: 4000 * results,
  outputTokens: 600 * results,
  cacheReadTokens: 40_000 * results,
  cacheWriteTokens: 2000 * results,
  results,
})

export function makeAgent(agent: string, at: number, fields: Partial<AgentMetrics> = {}): AgentMetrics {
  const tokens = (most: number) =>
    wave(0, most, at, (bucket) => bucket % 31 < at % 4).map((count) => count && Math.round(count))
  const times = (factor: number) => wave(4000 * factor, 22_000 * factor, at, (bucket) => bucket % 31 < at % 4)
  return {
    agent,
    results: 400 - at * 10,
    timed: 390 - at * 10,
    successRate: 0.97 - at * 0.02,
    averageMs: 12_000,
    p50Ms: 10_000,
    p95Ms: 40_000,
    p99Ms: 61_500,
    tokens: tokensOf(390 - at * 10),
    lines: {
      averageMs: times(1),
      p50Ms: times(0.8),
      p95Ms: times(3),
      p99Ms: times(4),
      successRate: wave(0.8, 1, at),
      tokens: {
        inputTokens: tokens(9000),
        outputTokens: tokens(1200),
        cacheReadTokens: tokens(80_000),
        cacheWriteTokens: tokens(4000),
      },
    },
    ...fields,
  }
}

/** Eight hours of a busy home, in which everything is known, except where `fields` say otherwise. */
export function makeView(fields: Partial<MetricsView> = {}): MetricsView {
  const totals = {
    results: 1210,
    unreadable: 3,
    sessions: 84,
    successRate: 0.942,
    averageMs: 12_345.6,
    p50Ms: 10_000,
    p95Ms: 41_000,
    p99Ms: 61_500,
    timed: 1180,
    speedUp: 2.83,
    peakConcurrency: 9,
    integrationWaitMs: 65_000,
    integrated: 60,
    tokens: tokensOf(1100),
  }
  return {
    reading: null,
    generatedAtMs: VIEW_START_MS + BUCKETS * BUCKET_MS,
    range: {
      fromMs: VIEW_START_MS,
      untilMs: VIEW_START_MS + BUCKETS * BUCKET_MS,
      live: true,
      bucketMs: BUCKET_MS,
      startsMs: Array.from({ length: BUCKETS }, (_, at) => VIEW_START_MS + at * BUCKET_MS),
    },
    filter: { agents: [], projects: [], outcomes: [] },
    percentiles: 'exact',
    totals,
    before: null,
    agents: ['krukai-optimizer', 'vector-auditor', 'springfield-strategist'].map((name, at) =>
      makeAgent(name, at),
    ),
    activity: { results: whole(wave(0, 30, 0)), sessions: whole(wave(0, 6, 1)) },
    errors: {
      error: whole(wave(-3, 4, 2)).map((value) => Math.max(0, value)),
      timeout: whole(wave(-4, 3, 4)).map((value) => Math.max(0, value)),
      interrupted: whole(wave(-6, 2, 6)).map((value) => Math.max(0, value)),
    },
    successRate: wave(0.82, 1, 0, (at) => at > 40 && at < 46),
    integrationWait: { averageMs: wave(20_000, 90_000, 2), longestMs: wave(60_000, 240_000, 2) },
    concurrency: { average: whole(wave(0, 4, 0)), peak: whole(wave(1, 9, 0)) },
    speedUp: wave(1, 3.4, 3, (at) => at % 9 === 0),
    resources: {
      resultsBytes: wave(4.1e8, 6.2e8, 1),
      diskFreeBytes: wave(4.8e10, 5.2e10, 2),
      inodesFree: wave(900_000, 1_000_000, 0),
      memoryAvailableBytes: wave(5e9, 9e9, 4),
      agentsMemoryBytes: wave(1e9, 3e9, 1),
      monitorMemoryBytes: wave(1.1e8, 1.3e8, 1),
    },
    heatMap: {
      timeZone: 'Europe/Berlin',
      results: Array.from({ length: 168 }, (_, hour) =>
        hour % 24 < 7 || hour >= 120 ? 0 : Math.round(20 * (1 + Math.sin(hour / 3))),
      ),
    },
    slowestSessions: [
      { id: 'a3f1-checkout', durationMs: 754_000, endedAtMs: VIEW_START_MS + 900_000, results: 6, errors: 1 },
      { id: 'b7c2-search', durationMs: 411_000, endedAtMs: VIEW_START_MS + 1_900_000, results: 4, errors: 0 },
    ],
    frequentErrors: [
      {
        text: 'Tool call … was refused',
        count: 12,
        lastAtMs: VIEW_START_MS + 2_000_000,
        sessionId: 'a3f1-checkout',
        agents: ['vector-auditor'],
      },
    ],
    thresholds: { averageExecutionMs: 30_000, successRate: 0.9, resultsDirectoryBytes: 1e9 },
    ...fields,
  }
}
