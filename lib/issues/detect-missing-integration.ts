import { formatQuantity } from '#lib/format/number.ts'
import type { Issue, IssueItem } from '#lib/model/issue.ts'
import type { IssueEvidence } from '#lib/model/issue-evidence.ts'
import type { Session } from '#lib/model/session.ts'
import { isDirectory } from './items.ts'
import { makeIssue } from './make-issue.ts'

/** Of a session that has ended without: what was moved to failed/ is done with, and of no result nothing can be made. */
export const waitsForIntegration = ({ reason, results }: Session): boolean =>
  reason.rule !== 'moved_to_failed' && results > 0

/**
 * Sessions in completed/ without an integrated file, those with a failed run included: the original integrates these
 * too. Where the integrated file is there and cannot be read, or integrated/ cannot be listed, nobody knows.
 */
export function detectMissingIntegration({
  notIntegrated,
  unread,
}: Pick<IssueEvidence, 'notIntegrated' | 'unread'>): Issue | null {
  const sessions = notIntegrated.filter(waitsForIntegration)
  const hidden = unread.filter(({ area }) => area === 'integrated')
  const isHidden = hidden.some(isDirectory)
  const hiddenIds = new Set(hidden.map(({ sessionId }) => sessionId))
  const isUnknown = ({ id }: Session): boolean => isHidden || hiddenIds.has(id)
  const found = sessions.filter((session) => !isUnknown(session))
  const unseen = sessions.filter(isUnknown)
  return makeIssue({
    type: 'missing_integration',
    severity: 'low',
    found: found.map((session) => toItem(session, session.reason.evidence)),
    description: `${formatQuantity(found.length, 'session')} missing integration`,
    unseen: unseen.map((session) => toItem(session, 'Its integrated file cannot be read.')),
    unseenDescription: `whether ${formatQuantity(unseen.length, 'session is', 'sessions are')} integrated is unknown`,
    action: 'integrate',
    advice:
      'Integration merges the results of each into integrated/, and names what cannot be read, was cut short or is missing. It can be undone.',
  })
}

function toItem({ id, lastActivityAtMs, sizeBytes }: Session, evidence: string): IssueItem {
  return { name: id, sessionId: id, evidence, sinceMs: lastActivityAtMs, sizeBytes }
}
