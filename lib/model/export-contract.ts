import * as z from 'zod'
import { MEASURED_OUTCOMES } from './metrics-query.ts'
import type { MetricsView } from './metrics-view.ts'

const count = z.int().nonnegative()
const ms = z.number().nonnegative().nullable()
const rate = z.number().min(0).max(1).nullable()
const factor = z.number().nonnegative().nullable()
const bytes = z.number().nonnegative().nullable()
const instant = z.number().describe('Epoch milliseconds.')

const times = { averageMs: ms, p50Ms: ms, p95Ms: ms, p99Ms: ms }

export const tokensContract = z.strictObject({
  inputTokens: count.nullable(),
  outputTokens: count.nullable(),
  cacheReadTokens: count.nullable(),
  cacheWriteTokens: count.nullable(),
  results: count.describe('Results that say of any kind how many there were; the others count as unknown.'),
})
const tokenLines = z.strictObject({
  inputTokens: z.array(count.nullable()),
  outputTokens: z.array(count.nullable()),
  cacheReadTokens: z.array(count.nullable()),
  cacheWriteTokens: z.array(count.nullable()),
})

const totals = z.strictObject({
  results: count.describe('Results that can be read.'),
  unreadable: count.describe('Results that cannot be read, which no rate counts.'),
  sessions: count,
  successRate: rate,
  ...times,
  timed: count.describe('Results whose time is known, of which averages and percentiles are made.'),
  speedUp: factor,
  peakConcurrency: count,
  integrationWaitMs: ms,
  integrated: count,
  tokens: tokensContract,
})

const agent = z.strictObject({
  agent: z.string(),
  results: count,
  timed: count,
  successRate: rate,
  ...times,
  tokens: tokensContract,
  lines: z
    .strictObject({
      averageMs: z.array(ms),
      p50Ms: z.array(ms),
      p95Ms: z.array(ms),
      p99Ms: z.array(ms),
      successRate: z.array(rate),
      tokens: tokenLines.nullable().describe('null where no result of the range says.'),
    })
    .nullable()
    .describe('null beyond the first twelve agents.'),
})

const view = z.strictObject({
  generatedAtMs: instant,
  reading: z.strictObject({ results: count, of: count.nullable() }).nullable(),
  range: z.strictObject({
    fromMs: instant,
    untilMs: instant,
    live: z.boolean(),
    bucketMs: z.number().positive(),
    startsMs: z.array(z.number()).describe('When each bucket begins.'),
  }),
  filter: z.strictObject({
    agents: z.array(z.string()).readonly(),
    projects: z.array(z.string()).readonly(),
    outcomes: z.array(z.enum(MEASURED_OUTCOMES)).readonly(),
  }),
  percentiles: z.enum(['exact', 'within_1_percent']),
  totals,
  before: totals.nullable().describe('The same of the period before; null where it was not asked for.'),
  agents: z.array(agent),
  activity: z.strictObject({ results: z.array(count), sessions: z.array(count) }),
  errors: z.strictObject({ error: z.array(count), timeout: z.array(count), interrupted: z.array(count) }),
  successRate: z.array(rate),
  integrationWait: z.strictObject({ averageMs: z.array(ms), longestMs: z.array(ms) }),
  concurrency: z.strictObject({ average: z.array(z.number()), peak: z.array(count) }),
  speedUp: z.array(factor),
  resources: z.strictObject({
    resultsBytes: z.array(bytes),
    diskFreeBytes: z.array(bytes),
    inodesFree: z.array(bytes),
    memoryAvailableBytes: z.array(bytes),
    agentsMemoryBytes: z.array(bytes),
    monitorMemoryBytes: z.array(bytes),
  }),
  heatMap: z.strictObject({ timeZone: z.string(), results: z.array(count) }),
  slowestSessions: z.array(
    z.strictObject({
      id: z.string(),
      durationMs: z.number(),
      endedAtMs: instant,
      results: count,
      errors: count,
    }),
  ),
  frequentErrors: z.array(
    z.strictObject({
      text: z.string(),
      count,
      lastAtMs: instant,
      sessionId: z.string(),
      agents: z.array(z.string()),
    }),
  ),
  thresholds: z.strictObject({
    averageExecutionMs: ms,
    successRate: rate,
    resultsDirectoryBytes: bytes,
  }),
}) satisfies z.ZodType<MetricsView>

/** `trinitas export --format json`. Scripts build on it: fields are added, never renamed or taken away. */
export const exportContract = z.strictObject({
  timestamp: z.iso.datetime().describe('When it was measured, UTC.'),
  active_sessions: count.describe('Sessions that are active now, whatever the range.'),
  success_rate: rate.describe('Of the results of the range, 0 to 1; null where there is none.'),
  avg_execution_time: ms.describe(
    'Milliseconds, over the results of the range whose time is known; null where there is none.',
  ),
  view: view.describe(
    'The whole view. Times are milliseconds, sizes bytes, rates 0 to 1; null is unknown. Lists of values have one entry a bucket.',
  ),
})
export type MetricsExport = z.output<typeof exportContract>
