import { type DiffRow, diffLines } from './diff-lines.ts'

/** Lines around a change, which say where it is. */
const CONTEXT = 3
/** More of a line nobody reads here. */
const SHOWN_CHARACTERS = 160

/** What differs, as the lines of a unified diff: " " the same, "-" before, "+" after, "@@" where lines are left out. */
export function unifiedDiff(before: string, after: string): string[] {
  const rows = diffLines(before, after)
  const isNear = rows.map((_, at) =>
    rows.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some(({ kind }) => kind !== 'same'),
  )
  const lines: string[] = []
  for (let at = 0; at < rows.length; ) {
    if (!isNear[at]) {
      at += 1
      continue
    }
    let end = at
    while (end < rows.length && isNear[end]) end += 1
    lines.push(...hunk(rows.slice(at, end)))
    at = end
  }
  return lines
}

function hunk(rows: readonly DiffRow[]): string[] {
  const lines: string[] = []
  for (let at = 0; at < rows.length; ) {
    let end = at
    while (end < rows.length && rows[end]?.kind !== 'same') end += 1
    // What goes stands before what comes, however many lines there are.
    const changed = rows.slice(at, end)
    lines.push(
      ...changed.flatMap(({ source, proposed }) =>
        source ? [`-${shown(source.text, proposed?.text)}`] : [],
      ),
    )
    lines.push(
      ...changed.flatMap(({ source, proposed }) =>
        proposed ? [`+${shown(proposed.text, source?.text)}`] : [],
      ),
    )
    for (at = end; at < rows.length && rows[at]?.kind === 'same'; at += 1)
      lines.push(` ${shown(rows[at]?.source?.text ?? '')}`)
  }
  return [headOf(rows), ...lines]
}

const headOf = (rows: readonly DiffRow[]): string =>
  `@@ -${rangeOf(rows, 'source')} +${rangeOf(rows, 'proposed')} @@`

function rangeOf(rows: readonly DiffRow[], side: 'source' | 'proposed'): string {
  const numbers = rows.flatMap((row) => row[side]?.number ?? [])
  return `${numbers[0] ?? 0},${numbers.length}`
}

/** Of a long line, what is around the place where it differs. */
function shown(text: string, other = ''): string {
  const line = text.replace(/\r$/, '')
  if (line.length <= SHOWN_CHARACTERS) return line
  let same = 0
  while (same < line.length && line[same] === other[same]) same += 1
  const from = same === line.length ? 0 : Math.max(0, same - 40)
  const part = line.slice(from, from + SHOWN_CHARACTERS)
  return `${from > 0 ? '… ' : ''}${part}${from + SHOWN_CHARACTERS < line.length ? ' …' : ''}`
}

/** The same from after to before. */
export const invertDiff = (lines: readonly string[]): string[] =>
  lines.map((line) => {
    if (line.startsWith('+')) return `-${line.slice(1)}`
    if (line.startsWith('-')) return `+${line.slice(1)}`
    return line.replace(/^@@ -(\S+) \+(\S+) @@$/, '@@ -$2 +$1 @@')
  })
