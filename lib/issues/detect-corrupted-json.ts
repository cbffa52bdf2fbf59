import { formatQuantity } from '#lib/format/number.ts'
import type { Issue } from '#lib/model/issue.ts'
import type { IssueEvidence } from '#lib/model/issue-evidence.ts'
import { fileItem, unreadItem } from './items.ts'
import { makeIssue } from './make-issue.ts'

/** Settled files whose content cannot be used. Reports are told of by `detectTruncatedReport`. */
export function detectCorruptedJson({
  unusable,
  unread,
  live,
}: Pick<IssueEvidence, 'unusable' | 'unread' | 'live'>): Issue | null {
  const files = unusable.filter(({ kind }) => kind !== 'report')
  const active = new Set(live.filter(({ state }) => state === 'active').map(({ id }) => id))
  const places = formatQuantity(unread.length, 'file or directory', 'files and directories')
  return makeIssue({
    type: 'corrupted_json',
    severity: 'high',
    found: files.map((file) => fileItem(file, file.problemDetail ?? '')),
    description: `${formatQuantity(files.length, 'corrupted JSON file')} found`,
    unseen: unread.map(unreadItem),
    unseenDescription: `${places} could not be read, so what is in there is unknown`,
    action: files.every(({ sessionId }) => sessionId !== null && active.has(sessionId)) ? null : 'repair',
    advice:
      'Repair completes what was cut short, takes noise out where nothing is in doubt, and sets aside what cannot be read; the first bytes of each are kept. What is left needs a person: look at what is proposed, or correct it in an editor.',
  })
}
