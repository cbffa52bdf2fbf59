import { formatCount } from '#lib/format/number.ts'
import { printable } from '#lib/format/printable.ts'
import type { Issue, Severity } from '#lib/model/issue.ts'
import { styled } from './print.ts'

/** More would hide the issues that follow; `--json` has them. */
const ITEMS_SHOWN = 20

/** The original's two lines, word for word, and under each issue what it is about and what to do. */
export function issueLines(issues: readonly Issue[], resultsDirectory: string): string[] {
  if (issues.length === 0) return ['Found 0 issues: nothing needs attention.']
  return [
    `Found ${issues.length} issues:`,
    ...issues.flatMap(linesOf),
    '',
    `Relative paths are below ${printable(resultsDirectory)}.`,
  ]
}

function linesOf({ severity, description, items, count, advice }: Issue): string[] {
  const shown = items.slice(0, ITEMS_SHOWN)
  const more = Math.max(count, items.length) - shown.length
  return [
    styled(colourOf(severity), `  [${severity}] ${printable(description)}`),
    ...shown.map(({ name, evidence }) => `      ${printable(name)}: ${printable(evidence)}`),
    ...(more > 0 ? [`      … and ${formatCount(more)} more`] : []),
    `    → ${printable(advice)}`,
  ]
}

function colourOf(severity: Severity): 'red' | 'yellow' | 'dim' {
  switch (severity) {
    case 'critical':
    case 'high':
      return 'red'
    case 'medium':
      return 'yellow'
    case 'low':
      return 'dim'
  }
}
