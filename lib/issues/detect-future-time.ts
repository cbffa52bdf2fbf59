import { formatAge } from '#lib/format/duration.ts'
import { formatQuantity } from '#lib/format/number.ts'
import type { Issue } from '#lib/model/issue.ts'
import type { FileEvidence, IssueEvidence } from '#lib/model/issue-evidence.ts'
import { fileItem } from './items.ts'
import { makeIssue } from './make-issue.ts'

/** Clocks of two machines that share a disk may differ by as much. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000

/** Times that have not come yet. A session with such a file seems active until they have. */
export function detectFutureTime({ future }: Pick<IssueEvidence, 'future'>, nowMs: number): Issue | null {
  return makeIssue({
    type: 'future_time',
    severity: 'low',
    found: future.map((file) => ({ ...fileItem(file, evidenceOf(file, nowMs)), sinceMs: null })),
    description: `${formatQuantity(future.length, 'file')} with a time in the future`,
    action: null,
    advice:
      'Check the clock of the machine that wrote them. A modification time is set right with touch, once nothing writes to the file any more.',
  })
}

function evidenceOf({ modifiedAtMs, endedAtMs }: FileEvidence, nowMs: number): string {
  return modifiedAtMs > nowMs + CLOCK_TOLERANCE_MS
    ? `It changed last ${formatAge(modifiedAtMs, nowMs)}.`
    : `Its timestamp is ${formatAge(endedAtMs ?? nowMs, nowMs)}.`
}
