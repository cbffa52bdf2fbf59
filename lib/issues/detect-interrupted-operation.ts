import { formatQuantity } from '#lib/format/number.ts'
import type { Issue } from '#lib/model/issue.ts'
import type { IssueEvidence } from '#lib/model/issue-evidence.ts'
import { makeIssue } from './make-issue.ts'

/** One that is at work leaves its private directory sooner than this, or goes on filling it. */
const AT_WORK_MS = 10 * 60_000

/** Private directories in which an operation left files: it was interrupted, and nothing has ended it since. */
export function detectInterruptedOperation(
  { staged }: Pick<IssueEvidence, 'staged'>,
  nowMs: number,
): Issue | null {
  const left = staged.filter(({ modifiedAtMs }) => nowMs - modifiedAtMs > AT_WORK_MS)
  return makeIssue({
    type: 'interrupted_operation',
    severity: 'high',
    found: left.map(({ path, files, modifiedAtMs }) => ({
      name: path,
      sessionId: null,
      evidence: `It holds ${formatQuantity(files, 'file')}.`,
      sinceMs: modifiedAtMs,
      sizeBytes: null,
    })),
    description: `${formatQuantity(left.length, 'operation')} interrupted, with files on the way`,
    action: null,
    advice:
      'The next start or change ends it. Where it stays, the journal that knew of it was lost: move the files back by hand, their session_id says whose they are.',
  })
}
