import * as z from 'zod'
import {
  HEALTH_NAMES,
  HEALTH_RESULTS,
  HEALTH_STATUSES,
  type HealthReport,
  type PastHealth,
} from '#lib/model/health.ts'
import type { HealthJson } from '#lib/model/health-contract.ts'
import { healthCommand } from './health-command.ts'
import { isIssue } from './report-lines.ts'

/** A report as scripts and later runs read it. */
export function reportJson({
  home,
  resultsDirectory,
  checkedAtMs,
  status,
  checks,
}: HealthReport): HealthJson {
  return {
    home,
    resultsDirectory,
    generatedAt: new Date(checkedAtMs).toISOString(),
    status,
    issues: checks.filter(isIssue).length,
    checks: checks.map(({ id, result, summary, evidence, advice, request }) => ({
      id,
      name: HEALTH_NAMES[id],
      result,
      summary,
      evidence,
      advice,
      command: request === null ? null : healthCommand(request),
    })),
  }
}

/** Loose: another release may have more checks, and other fields. */
const pastSchema = z.object({
  generatedAt: z.iso.datetime(),
  status: z.enum(HEALTH_STATUSES),
  checks: z.array(z.object({ name: z.string().max(100), result: z.enum(HEALTH_RESULTS) })).max(100),
})

/** What a report in `logs/` says; `null` where it is none. */
export function parsePastReport(name: string, content: unknown): PastHealth | null {
  const parsed = pastSchema.safeParse(content)
  if (!parsed.success) return null
  const { generatedAt, status, checks } = parsed.data
  const failed = checks.filter(({ result }) => result === 'warning' || result === 'critical')
  return { name, checkedAtMs: Date.parse(generatedAt), status, failed: failed.map((check) => check.name) }
}
