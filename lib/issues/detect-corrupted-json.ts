import { formatQuantity } from '#lib/format/number.ts'
import type { Issue } from '#lib/model/issue.ts'
import type { IssueEvidence } from '#lib/model/issue-evidence.ts'
import { fileItem, unreadItem } from './items.ts'
import { makeIssue } from './make-issue.ts'

/** Settled files whose content cannot be used. Reports are told of by `detectTruncatedReport`. */
export function detectCorruptedJson({
  unusable,
  unread,
}: Pick<IssueEvidence, 'unusable' | 'unread'>): Issue | null {
  const files = unusable.filter(({ kind }) => kind !== 'report')
  const places = formatQuantity(unread.length, 'file or directory', 'files and directories')
  return makeIssue({
    type: 'corrupted_json',
    severity: 'high',
    found: files.map((file) => fileItem(file, file.problemDetail ?? '')),
    description: `${formatQuantity(files.length, 'corrupted JSON file')} found`,
    unseen: unread.map(unreadItem),
    unseenDescription: `${places} could not be read, so what is in there is unknown`,
    action: null,
    advice:
      'Open each in an editor and correct what its line says; a copy beforehand does no harm. Until then its session counts as failed.',
  })
}
