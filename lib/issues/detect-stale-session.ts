import { formatDuration } from '#lib/format/duration.ts'
import { formatQuantity } from '#lib/format/number.ts'
import type { Issue } from '#lib/model/issue.ts'
import type { IssueEvidence } from '#lib/model/issue-evidence.ts'
import { THRESHOLDS } from '#lib/model/thresholds.ts'
import { quietItem, quietSessions } from './items.ts'
import { makeIssue } from './make-issue.ts'

/** What clean-up takes: the guide's two hours without activity. Medium from the number on at which the guide alerts. */
export function detectStaleSession(
  { live, thresholds }: Pick<IssueEvidence, 'live' | 'thresholds'>,
  nowMs: number,
): Issue | null {
  const sessions = quietSessions(live, thresholds.cleanupAfterMs, nowMs)
  return makeIssue({
    type: 'stale_session',
    severity: sessions.length > THRESHOLDS.staleSessions ? 'medium' : 'low',
    found: sessions.map((session) => quietItem(session, nowMs)),
    description: `${formatQuantity(sessions.length, 'stale session')} found, quiet for over ${formatDuration(thresholds.cleanupAfterMs)}`,
    action: 'clean_up',
    advice: 'Clean-up moves them from temp/ to failed/. It can be undone.',
  })
}
