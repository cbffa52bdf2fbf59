import { formatAge } from '#lib/format/duration.ts'
import { formatQuantity } from '#lib/format/number.ts'
import type { HealthCheck } from '#lib/model/health.ts'
import type { HealthEvidence } from '#lib/model/health-evidence.ts'
import { finding, fine, fromIssues, issuesOf } from './make-check.ts'

/** What lies in temp/ for too long, and what programs left that ended in the midst of writing. */
export function checkTemporaryFiles({
  issues,
  leftovers,
  nowMs,
}: Pick<HealthEvidence, 'issues' | 'leftovers' | 'nowMs'>): HealthCheck {
  const stale = issuesOf(issues, 'stale_session')
  // Whoever is stale for hours is incomplete too: it is spoken of once.
  const quiet = stale.length > 0 ? stale : issuesOf(issues, 'incomplete_session')
  const check = fromIssues('temporary_files', [...quiet, ...issuesOf(issues, 'interrupted_operation')])
  const lines = leftovers.map(({ path, modifiedAtMs }) => `${path}, from ${formatAge(modifiedAtMs, nowMs)}.`)
  if (lines.length === 0) return check ?? fine('temporary_files', 'Nothing lies in temp/ for too long.')
  const left = finding({
    id: 'temporary_files',
    result: 'warning',
    summary: `${formatQuantity(lines.length, 'file')} left half written by a program that ended.`,
    evidence: lines,
    advice: 'They may be deleted: what they were to become was never put in place.',
  })
  if (check === null) return left
  return {
    ...check,
    result: check.result === 'critical' ? 'critical' : 'warning',
    summary: `${check.summary} ${left.summary}`,
    evidence: [...check.evidence, ...left.evidence],
    advice: `${check.advice} ${left.advice}`,
  }
}
