import type { History } from '#lib/history/history.ts'
import { CLOCK_TOLERANCE_MS } from '#lib/issues/detect-future-time.ts'
import { LARGE_RESULT_BYTES } from '#lib/issues/detect-large-result.ts'
import type { IssueEvidence, IssueThresholds } from '#lib/model/issue-evidence.ts'
import type { MonitorStatus } from '#lib/model/live.ts'
import { readConditions } from './read-conditions.ts'
import { readPermissions } from './read-permissions.ts'

export type EvidenceContext = {
  history: History
  resultsDirectory: string
  status: MonitorStatus
  thresholds: IssueThresholds
  /** Files that agents are writing. */
  activeFiles: ReadonlySet<string>
  nowMs: number
}

/** What the index knows of a home and, read now, what it does not. */
export function readIssueEvidence(context: EvidenceContext): IssueEvidence {
  const { history, resultsDirectory, status, thresholds, activeFiles, nowMs } = context
  return {
    thresholds,
    resultsDirectory,
    scan: status.scan.finishedAtMs === null ? 'incomplete' : 'complete',
    live: history.sessions.live(),
    ...history.summaries.issueEvidence({
      largerThanBytes: LARGE_RESULT_BYTES,
      laterThanMs: nowMs + CLOCK_TOLERANCE_MS,
    }),
    ...readConditions({ home: status.home, resultsDirectory, settleMs: thresholds.settleMs, nowMs }),
    permissions: readPermissions({ home: status.home, root: resultsDirectory, activeFiles }),
  }
}
