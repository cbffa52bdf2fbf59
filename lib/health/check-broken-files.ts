import type { HealthCheck } from '#lib/model/health.ts'
import type { HealthEvidence } from '#lib/model/health-evidence.ts'
import { fine, fromIssues, issuesOf } from './make-check.ts'

/** Results and reports that are no JSON. */
export const checkBrokenFiles = ({ issues }: Pick<HealthEvidence, 'issues'>): HealthCheck =>
  fromIssues('broken_files', issuesOf(issues, 'corrupted_json', 'truncated_report')) ??
  fine('broken_files', 'Every result and report can be read.')
