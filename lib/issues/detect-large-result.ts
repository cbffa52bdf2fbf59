import { formatBytes } from '#lib/format/bytes.ts'
import { formatQuantity } from '#lib/format/number.ts'
import type { Issue } from '#lib/model/issue.ts'
import type { IssueEvidence } from '#lib/model/issue-evidence.ts'
import { fileItem } from './items.ts'
import { makeIssue } from './make-issue.ts'

/** From which size on the guide speaks of trouble with a result. */
export const LARGE_RESULT_BYTES = 10e6

export function detectLargeResult({ large }: Pick<IssueEvidence, 'large'>): Issue | null {
  return makeIssue({
    type: 'large_result',
    severity: 'low',
    found: large.map((file) => fileItem(file, `${formatBytes(file.sizeBytes)} long.`)),
    description: `${formatQuantity(large.length, 'result file')} over ${formatBytes(LARGE_RESULT_BYTES)}`,
    action: null,
    advice:
      'Ask the agent for a shorter answer next time. What is no longer needed can be compressed with gzip or moved away.',
  })
}
