import { formatDuration } from '#lib/format/duration.ts'
import { formatQuantity } from '#lib/format/number.ts'
import type { Issue } from '#lib/model/issue.ts'
import type { IssueEvidence } from '#lib/model/issue-evidence.ts'
import { isLiveArea } from '#lib/model/run.ts'
import { isDirectory, quietItem, quietSessions, unreadItem } from './items.ts'
import { makeIssue } from './make-issue.ts'

/** The guide has clean-up run daily: what is quiet for longer than that, nothing takes by itself. */
const DAY_MS = 86_400_000

/**
 * Sessions that stopped before they were done: the guide's 30 minutes without activity. A directory of running sessions
 * that cannot be listed may hold more; that is said here, and not again by `detectStaleSession`.
 */
export function detectIncompleteSession(
  { live, unread, thresholds }: Pick<IssueEvidence, 'live' | 'unread' | 'thresholds'>,
  nowMs: number,
): Issue | null {
  const sessions = quietSessions(live, thresholds.recoverAfterMs, nowMs)
  const unseen = unread.filter((file) => isDirectory(file) && isLiveArea(file.area))
  const isOld = sessions.some(({ lastActivityAtMs }) => nowMs - lastActivityAtMs > DAY_MS)
  const directories = formatQuantity(unseen.length, 'directory', 'directories')
  return makeIssue({
    type: 'incomplete_session',
    severity: isOld ? 'high' : 'medium',
    found: sessions.map((session) => quietItem(session, nowMs)),
    description: `${formatQuantity(sessions.length, 'incomplete session')} found, quiet for over ${formatDuration(thresholds.recoverAfterMs)}`,
    unseen: unseen.map(unreadItem),
    unseenDescription: `what runs in ${directories} is unknown`,
    action: 'recover',
    advice: 'Recovery moves what there is of each to failed/, with a report beside it. It can be undone.',
  })
}
