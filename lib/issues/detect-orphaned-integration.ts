import { formatQuantity } from '#lib/format/number.ts'
import type { Issue } from '#lib/model/issue.ts'
import type { IssueEvidence } from '#lib/model/issue-evidence.ts'
import { fileItem, isDirectory } from './items.ts'
import { makeIssue } from './make-issue.ts'

/**
 * Integrated files that outlived their sessions. While a directory cannot be listed, or not everything was read yet,
 * the session may be where nobody looked.
 */
export function detectOrphanedIntegration({
  orphaned,
  unread,
  scan,
}: Pick<IssueEvidence, 'orphaned' | 'unread' | 'scan'>): Issue | null {
  const isKnown =
    scan === 'complete' && !unread.some((file) => isDirectory(file) && file.area !== 'integrated')
  const items = orphaned.map((file) =>
    fileItem(
      file,
      isKnown
        ? `No other file of session ${file.sessionId} is there.`
        : `No other file of session ${file.sessionId} was found so far.`,
    ),
  )
  const files = formatQuantity(orphaned.length, 'integrated file')
  return makeIssue({
    type: 'orphaned_integration',
    severity: 'low',
    found: isKnown ? items : [],
    description: `${files} whose session is gone`,
    unseen: isKnown ? [] : items,
    unseenDescription: `whether the session of ${files} is gone is unknown`,
    action: null,
    advice:
      'It is the last that there is of its session, and goes to the trash with the rest that is past its retention. Move it away to keep it for longer.',
  })
}
