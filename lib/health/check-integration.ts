import type { HealthCheck } from '#lib/model/health.ts'
import type { HealthEvidence } from '#lib/model/health-evidence.ts'
import { fine, fromIssues, issuesOf } from './make-check.ts'

/** Sessions that have ended and whose results were never merged. */
export const checkIntegration = ({ issues }: Pick<HealthEvidence, 'issues'>): HealthCheck =>
  fromIssues('integration', issuesOf(issues, 'missing_integration')) ??
  fine('integration', 'Every session that has ended is integrated.')
