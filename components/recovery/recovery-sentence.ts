import { formatQuantity } from '#lib/format/number.ts'
import type { Issue } from '#lib/model/issue.ts'

/** What the page has to say in one sentence. What is snoozed is not talked of. */
export function recoverySentence(issues: readonly Issue[]): string {
  const open = issues.filter(({ snoozedUntilMs }) => snoozedUntilMs === null)
  if (open.length === 0) return 'Nothing to recover.'
  const mended = open.filter(({ action }) => action !== null).length
  const found = formatQuantity(open.length, 'kind of issue', 'kinds of issues')
  if (mended === 0) return `${found}, for a person to mend.`
  return mended === open.length ? `${found}, to be mended here.` : `${found}, ${mended} to be mended here.`
}
