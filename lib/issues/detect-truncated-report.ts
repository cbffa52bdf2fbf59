import { formatQuantity } from '#lib/format/number.ts'
import type { Issue } from '#lib/model/issue.ts'
import type { FileEvidence, IssueEvidence, ReportEvidence } from '#lib/model/issue-evidence.ts'
import { fileItem, unseenItem } from './items.ts'
import { makeIssue } from './make-issue.ts'

/** Recovery reports that are no JSON. The original crashed while it wrote them. */
export function detectTruncatedReport({
  unusable,
  reports,
}: Pick<IssueEvidence, 'unusable' | 'reports'>): Issue | null {
  const found = [
    ...unusable.filter(isBrokenReport).map((file) => fileItem(file, file.problemDetail ?? '')),
    ...reports.filter((report) => report.kind === 'broken').map(toItem),
  ]
  const unseen = reports.filter((report) => report.kind === 'unseen')
  return makeIssue({
    type: 'truncated_report',
    severity: 'low',
    found,
    description: `${formatQuantity(found.length, 'recovery report')} cut short`,
    unseen: unseen.map((report) => unseenItem(report)),
    unseenDescription: `whether the reports in ${formatQuantity(unseen.length, 'place')} are whole is unknown`,
    action: 'repair',
    advice:
      'Repair closes it where it breaks off, and keeps its first bytes. What it does not say stands in logs/recovery.log.',
  })
}

const isBrokenReport = ({ kind, problemCode }: FileEvidence): boolean =>
  kind === 'report' && problemCode !== 'not_a_result'

function toItem({ path, reason, sizeBytes, modifiedAtMs }: Extract<ReportEvidence, { kind: 'broken' }>) {
  return { name: path, sessionId: null, evidence: reason, sinceMs: modifiedAtMs, sizeBytes }
}
