import type { HealthCheck } from '#lib/model/health.ts'
import type { HealthEvidence } from '#lib/model/health-evidence.ts'
import { fine, fromIssues, issuesOf } from './make-check.ts'

/** Whether others than its owner have any right to home and results. */
export const checkPermissions = ({ issues }: Pick<HealthEvidence, 'issues'>): HealthCheck =>
  fromIssues('permissions', issuesOf(issues, 'loose_permissions')) ??
  fine('permissions', 'Home and results are closed to other users.')
