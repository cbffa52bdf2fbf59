import { ISSUE_TYPES, type Issue, SEVERITIES } from '#lib/model/issue.ts'
import type { IssueEvidence } from '#lib/model/issue-evidence.ts'
import { detectCorruptedJson } from './detect-corrupted-json.ts'
import { detectDiskSpace } from './detect-disk-space.ts'
import { detectFutureTime } from './detect-future-time.ts'
import { detectHookFailure } from './detect-hook-failure.ts'
import { detectIncompleteSession } from './detect-incomplete-session.ts'
import { detectInterruptedOperation } from './detect-interrupted-operation.ts'
import { detectLargeResult } from './detect-large-result.ts'
import { detectLoosePermissions } from './detect-loose-permissions.ts'
import { detectMissingIntegration } from './detect-missing-integration.ts'
import { detectOrphanedIntegration } from './detect-orphaned-integration.ts'
import { detectStaleSession } from './detect-stale-session.ts'
import { detectTruncatedReport } from './detect-truncated-report.ts'

type Detector = (evidence: IssueEvidence, nowMs: number) => Issue | null

const DETECTORS: readonly Detector[] = [
  detectIncompleteSession,
  detectCorruptedJson,
  detectMissingIntegration,
  detectHookFailure,
  detectDiskSpace,
  detectStaleSession,
  detectLoosePermissions,
  detectLargeResult,
  detectOrphanedIntegration,
  detectFutureTime,
  detectTruncatedReport,
  detectInterruptedOperation,
]

/** Everything that is wrong with a home, one issue a type, the most severe first. */
export function detectIssues(evidence: IssueEvidence, nowMs: number): Issue[] {
  return DETECTORS.flatMap((detect) => detect(evidence, nowMs) ?? []).sort(bySeverity)
}

function bySeverity(a: Issue, b: Issue): number {
  const difference = SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)
  return difference === 0 ? ISSUE_TYPES.indexOf(a.type) - ISSUE_TYPES.indexOf(b.type) : difference
}
