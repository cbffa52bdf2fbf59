import { formatQuantity } from '#lib/format/number.ts'
import type { Issue, IssueItem } from '#lib/model/issue.ts'
import type { IssueEvidence, LooseEntry } from '#lib/model/issue-evidence.ts'
import { unseenItem } from './items.ts'
import { makeIssue } from './make-issue.ts'

/** What gives others than its owner any right. The guide promises that results are user-only; its hooks write 644. */
export function detectLoosePermissions({
  permissions: { shown, files, directories, unseen },
}: Pick<IssueEvidence, 'permissions'>): Issue | null {
  const what = [
    files > 0 ? formatQuantity(files, 'file') : '',
    directories > 0 ? formatQuantity(directories, 'directory', 'directories') : '',
  ]
  const places = formatQuantity(unseen.length, 'place')
  return makeIssue({
    type: 'loose_permissions',
    severity: 'medium',
    found: shown.map(toItem),
    foundCount: files + directories,
    description: `${what.filter(Boolean).join(' and ')} open to other users`,
    unseen: unseen.map((place) => unseenItem(place)),
    unseenDescription: `who may read what is in ${places} is unknown`,
    action: 'fix_permissions',
    advice:
      'The modes can be set to 600 and 700, and that can be undone. For what the hooks write next, put umask 077 into the shell that starts them.',
  })
}

function toItem({ path, what, mode, sizeBytes }: LooseEntry): IssueItem {
  const expected = what === 'file' ? '600' : '700'
  return {
    name: path,
    sessionId: null,
    evidence: `Mode ${mode.toString(8)}, expected ${expected}.`,
    // When a mode was changed is not recorded apart from other changes.
    sinceMs: null,
    sizeBytes: what === 'file' ? sizeBytes : null,
  }
}
