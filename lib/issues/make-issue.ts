import { type Issue, type IssueItem, SEVERITIES, type Severity } from '#lib/model/issue.ts'

/** More than anybody looks at; `count` says how many there are. Fifty thousand of them would be megabytes. */
export const ITEMS_LIMIT = 1000

export type IssueDraft = Pick<Issue, 'type' | 'severity' | 'action' | 'advice'> & {
  found: readonly IssueItem[]
  /** How many were found, where `found` holds only the first. */
  foundCount?: number
  description: string
  /** What could not be seen, and the part of a sentence that says so; left out where everything always can. */
  unseen?: readonly IssueItem[]
  unseenDescription?: string
}

const HOW_TO_SEE = 'Let the user who runs this read what is named as unknown, and look again.'

/**
 * `null` where nothing was found and everything was seen. Where something was found, `count` is of that alone, and what
 * could not be seen stands behind it; where nothing was, the issue is that it is unknown, and nothing may be done.
 */
export function makeIssue(draft: IssueDraft): Issue | null {
  const { type, severity, found, foundCount = found.length, unseen = [] } = draft
  if (foundCount === 0 && unseen.length === 0) return null
  const isFound = foundCount > 0
  const items = [...found, ...unseen]
  return {
    type,
    severity: isFound ? severity : atMostMedium(severity),
    certainty: isFound ? 'found' : 'unknown',
    count: isFound ? foundCount : unseen.length,
    description: asBeginning(
      [isFound ? draft.description : '', unseen.length > 0 ? draft.unseenDescription : '']
        .filter(Boolean)
        .join('; '),
    ),
    sinceMs: oldestOf(items),
    items: items.slice(0, ITEMS_LIMIT),
    action: isFound ? draft.action : null,
    advice: [isFound ? draft.advice : '', unseen.length > 0 ? HOW_TO_SEE : ''].filter(Boolean).join(' '),
    snoozedUntilMs: null,
  }
}

const MEDIUM = SEVERITIES.indexOf('medium')

/** What is merely unknown is no emergency. */
const atMostMedium = (severity: Severity): Severity =>
  SEVERITIES.indexOf(severity) < MEDIUM ? 'medium' : severity

const asBeginning = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1)

function oldestOf(items: readonly IssueItem[]): number | null {
  return items.reduce<number | null>(
    (oldest, { sinceMs }) => (sinceMs === null ? oldest : Math.min(oldest ?? sinceMs, sinceMs)),
    null,
  )
}
