import * as z from 'zod'
import { PROCESS_STATES } from './agent-work.ts'
import { GUIDE_RULES } from './alert.ts'
import { exportContract, tokensContract } from './export-contract.ts'
import { healthContract } from './health-contract.ts'
import { ISSUE_TYPES, REMEDIES, SEVERITIES } from './issue.ts'
import { SESSION_STATES } from './session.ts'

const count = z.int().nonnegative()
const milliseconds = z.number().nonnegative().nullable()
const rate = z.number().min(0).max(1).nullable()

const usage = z.strictObject({
  results: count.describe('Results that say anything of it.'),
  models: z.array(z.string()),
  inputTokens: count.nullable(),
  outputTokens: count.nullable(),
  cacheReadTokens: count.nullable(),
  cacheWriteTokens: count.nullable(),
  toolCalls: count.nullable(),
})

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
        running: count.describe('Agents that were seen to start and have not answered.'),
        waitingFor: z
          .strictObject({
            agent: z.string().nullable(),
            since: z.iso.datetime(),
            silentSince: z.iso.datetime(),
          })
          .nullable()
          .describe(
            'The one of them that has been silent longest: when it started, and when it was last seen to do anything.',
          ),
        process: z
          .enum(PROCESS_STATES)
          .nullable()
          .describe('alive where the process of any of them is, gone only where all are; null without any.'),
        usage: usage.nullable().describe('Sums over the results that say so; null where none does.'),
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

const since = z.iso.datetime().nullable()

/** `trinitas performance --json`: all results on disk that can be read. Unknown times are in no average. */
export const performanceContract = z.strictObject({
  averageExecutionMs: milliseconds,
  successRate: rate,
  errorRate: rate,
  results: count,
  sessions: count,
  resultsDirectoryBytes: count,
  tokens: tokensContract,
  agents: z.array(
    z.strictObject({
      agent: z.string(),
      results: count,
      averageExecutionMs: milliseconds,
      p50Ms: milliseconds,
      p95Ms: milliseconds,
      successRate: rate,
      tokens: tokensContract,
    }),
  ),
  alerts: z.strictObject({
    by: z
      .enum(['dashboard', 'files'])
      .describe(
        'dashboard: as it judged last, over windows. files: judged just now, over all results on disk.',
      ),
    rules: z.array(
      z.strictObject({
        rule: z.enum(GUIDE_RULES),
        raised: z.boolean().nullable().describe('null where the alert is switched off.'),
        value: z.number().nullable().describe('Milliseconds, bytes, a rate of 0 to 1, or a number.'),
        threshold: z.number(),
        since: since.describe('null where it is not raised, or no dashboard is running.'),
        windowMs: milliseconds.describe('null where it is of what is there now.'),
      }),
    ),
  }),
})
export type PerformanceReport = z.output<typeof performanceContract>

/** `trinitas diagnose --json`: the most severe first, at most one issue a type. */
export const issuesContract = z.strictObject({
  home: z.string().describe('Absolute path of the Trinitas home.'),
  resultsDirectory: z.string().describe('Absolute path of the directory that relative paths are below.'),
  generatedAt: z.iso.datetime(),
  issues: z.array(
    z.strictObject({
      type: z.enum(ISSUE_TYPES),
      severity: z.enum(SEVERITIES),
      certainty: z
        .enum(['found', 'unknown'])
        .describe('unknown: it could not be seen, and nothing else is known.'),
      count: count.describe('How many there are; there may be more than items.'),
      description: z.string(),
      since: since.describe('Of the oldest item; null where that is unknown.'),
      items: z
        .array(
          z.strictObject({
            name: z
              .string()
              .describe("A session's id, or a path: absolute, or relative to the results directory."),
            sessionId: z.string().nullable(),
            evidence: z.string().describe('What was seen.'),
            since,
            sizeBytes: count.nullable(),
          }),
        )
        .describe('What it is about, the first thousand; what could not be seen stands last.'),
      action: z
        .enum(REMEDIES)
        .nullable()
        .describe('What mends it; null where a person must, as advice says.'),
      advice: z.string(),
      snoozedUntil: since.describe('null where it is not snoozed.'),
    }),
  ),
})
export type IssuesReport = z.output<typeof issuesContract>

/** The JSON Schemas that stand in docs/, by file name. */
export function contractSchemas(): Record<string, object> {
  return {
    'status.schema.json': z.toJSONSchema(statusContract),
    'performance.schema.json': z.toJSONSchema(performanceContract),
    'issues.schema.json': z.toJSONSchema(issuesContract),
    'export.schema.json': z.toJSONSchema(exportContract),
    'health.schema.json': z.toJSONSchema(healthContract),
  }
}
