import type { HealthCheck } from '#lib/model/health.ts'
import type { HealthEvidence } from '#lib/model/health-evidence.ts'
import { fine, fromIssues, issuesOf } from './make-check.ts'

/** Whether the critical hooks can be run. */
export const checkHooks = ({ issues }: Pick<HealthEvidence, 'issues'>): HealthCheck =>
  fromIssues('hooks', issuesOf(issues, 'hook_failure')) ??
  fine('hooks', 'All critical hooks are there and can be run.')
