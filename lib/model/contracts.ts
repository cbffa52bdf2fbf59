import * as z from 'zod'
import { SESSION_STATES } from './session.ts'

const count = z.int().nonnegative()
const milliseconds = z.number().nonnegative().nullable()
const rate = z.number().min(0).max(1).nullable()

/** `trinitas status --json`. Scripts build on it: fields are added, never renamed or taken away. */
export const statusContract = z.strictObject({
  home: z.string().describe('Absolute path of the Trinitas home.'),
  generatedAt: z.iso.datetime(),
  counts: z
    .strictObject({ active: count, stale: count, failed: count, completed: count })
    .describe('All sessions by state.'),
  sessions: z
    .array(
      z.strictObject({
        id: z.string(),
        state: z.enum(SESSION_STATES),
        integrated: z.boolean(),
        results: count.describe('Result files collected, readable or not.'),
        expected: count.nullable().describe('null when nobody recorded it.'),
        errors: count.describe('Results that are not a success, unreadable ones included.'),
        lastActivityAt: z.iso.datetime(),
        sizeBytes: count,
      }),
    )
    .describe('Running sessions, the latest activity first; with --all the finished ones behind them.'),
  problems: z
    .array(
      z.strictObject({
        path: z.string().describe('Absolute path of the file.'),
        code: z.string(),
        detail: z.string(),
      }),
    )
    .describe('Files below the results directory that are not what they should be.'),
})
export type StatusReport = z.output<typeof statusContract>

/** `trinitas performance --json`: all results on disk that can be read. Unknown times are in no average. */
export const performanceContract = z.strictObject({
  averageExecutionMs: milliseconds,
  successRate: rate,
  errorRate: rate,
  results: count,
  sessions: count,
  resultsDirectoryBytes: count,
  agents: z.array(
    z.strictObject({
      agent: z.string(),
      results: count,
      averageExecutionMs: milliseconds,
      p50Ms: milliseconds,
      p95Ms: milliseconds,
      successRate: rate,
    }),
  ),
})
export type PerformanceReport = z.output<typeof performanceContract>

/** The JSON Schemas that stand in docs/, by file name. */
export function contractSchemas(): Record<string, object> {
  return {
    'status.schema.json': z.toJSONSchema(statusContract),
    'performance.schema.json': z.toJSONSchema(performanceContract),
  }
}
