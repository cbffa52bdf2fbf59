import * as z from 'zod'
import { parseDuration } from '#lib/format/duration.ts'
import { parseWords } from '#lib/format/word-list.ts'
import {
  DEFAULT_METRICS_RANGE,
  LONGEST_RANGE_MS,
  MEASURED_OUTCOMES,
  METRICS_RANGES,
  type MetricsQuery,
} from '#lib/model/metrics-query.ts'

const words = z
  .string()
  .optional()
  .transform((text) => parseWords(text ?? ''))

/** Epoch milliseconds, or ISO 8601. */
const instant = z
  .string()
  .optional()
  .transform((text, context) => {
    if (text === undefined || text === '') return null
    const atMs = /^\d+$/.test(text) ? Number(text) : Date.parse(text)
    if (Number.isFinite(atMs) && Math.abs(atMs) <= 8.64e15) return atMs
    context.addIssue({ code: 'custom', message: 'expected a time such as 2026-11-24T10:00:00Z' })
    return z.NEVER
  })

/** The metrics that a URL names; `within` a length of time that ends now, or `custom` from one time to another. */
export const metricsQuerySchema = z
  .object({
    within: z.enum([...METRICS_RANGES, 'custom']).default(DEFAULT_METRICS_RANGE),
    from: instant,
    to: instant,
    agent: words,
    project: words,
    status: words.pipe(z.array(z.enum(MEASURED_OUTCOMES))),
    compare: z.enum(['yes', 'no']).default('no'),
  })
  .transform(({ within, from, to, agent, project, status, compare }, context): MetricsQuery => {
    const filter = { agents: agent, projects: project, outcomes: status, compare: compare === 'yes' }
    const nowMs = Date.now()
    if (within !== 'custom') {
      const lengthMs = parseDuration(within) ?? 0
      return { fromMs: nowMs - lengthMs, untilMs: nowMs, live: true, ...filter }
    }
    const untilMs = to ?? nowMs
    const fromMs = from ?? untilMs - 86_400_000
    if (fromMs >= untilMs)
      context.addIssue({ code: 'custom', path: ['from'], message: 'expected a time before "to"' })
    else if (untilMs - fromMs > LONGEST_RANGE_MS)
      context.addIssue({ code: 'custom', path: ['from'], message: 'expected at most 400 days before "to"' })
    return { fromMs, untilMs, live: false, ...filter }
  })
