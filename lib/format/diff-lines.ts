/** A line of a text, numbered from 1. */
export type Line = { number: number; text: string }

/** One row of two texts side by side. `changed`: another line stands where this one stood. */
export type DiffRow = {
  kind: 'same' | 'changed' | 'removed' | 'added'
  source: Line | null
  proposed: Line | null
}

/** To compare more lines than these with each other, 2,000 by 2,000, takes longer than a page may. */
const CELLS_LIMIT = 4_000_000

/**
 * Two texts line by line, both from the line of this number on. Beyond `cellsLimit` what lies between their ends is taken
 * for another text.
 */
export function diffLines(
  source: string,
  proposed: string,
  { firstLine = 1, cellsLimit = CELLS_LIMIT }: { firstLine?: number; cellsLimit?: number } = {},
): DiffRow[] {
  const before = linesOf(source, firstLine)
  const after = linesOf(proposed, firstLine)
  const head = commonHead(before, after)
  const tail = commonTail(before.slice(head), after.slice(head))
  const middle = {
    before: before.slice(head, before.length - tail),
    after: after.slice(head, after.length - tail),
  }
  const isLong = middle.before.length * middle.after.length > cellsLimit
  return [
    ...pairSame(before.slice(0, head), after.slice(0, head)),
    ...(isLong ? pairChanged(middle.before, middle.after) : compareMiddle(middle.before, middle.after)),
    ...pairSame(before.slice(before.length - tail), after.slice(after.length - tail)),
  ]
}

/** What follows the last line break is a line only where something stands there. */
function linesOf(text: string, firstLine: number): Line[] {
  const lines = text.split('\n').map((line, at) => ({ number: firstLine + at, text: line }))
  return lines.at(-1)?.text === '' ? lines.slice(0, -1) : lines
}

function commonHead(before: readonly Line[], after: readonly Line[]): number {
  let count = 0
  while (count < before.length && before[count]?.text === after[count]?.text) count += 1
  return count
}

function commonTail(before: readonly Line[], after: readonly Line[]): number {
  const most = Math.min(before.length, after.length)
  let count = 0
  while (count < most && before.at(-1 - count)?.text === after.at(-1 - count)?.text) count += 1
  return count
}

const pairSame = (before: readonly Line[], after: readonly Line[]): DiffRow[] =>
  before.map((source, at) => ({ kind: 'same', source, proposed: after[at] ?? null }))

/** Lines that stand for each other, in their order, and then those that are left over. */
function pairChanged(before: readonly Line[], after: readonly Line[]): DiffRow[] {
  return Array.from({ length: Math.max(before.length, after.length) }, (_, at) => {
    const source = before[at] ?? null
    const proposed = after[at] ?? null
    if (source === null) return { kind: 'added', source, proposed }
    return { kind: proposed === null ? 'removed' : 'changed', source, proposed }
  })
}

/** Along a longest common subsequence; what lies between two of its lines was changed. */
function compareMiddle(before: readonly Line[], after: readonly Line[]): DiffRow[] {
  const lengths = commonLengths(before, after)
  const width = after.length + 1
  const lengthAt = (row: number, column: number): number => lengths[row * width + column] ?? 0
  const rows: DiffRow[] = []
  let removed: Line[] = []
  let added: Line[] = []
  const flush = (): void => {
    for (const pair of pairChanged(removed, added)) rows.push(pair)
    removed = []
    added = []
  }
  let row = 0
  let column = 0
  while (row < before.length || column < after.length) {
    const source = before[row]
    const proposed = after[column]
    if (source !== undefined && source.text === proposed?.text) {
      flush()
      rows.push({ kind: 'same', source, proposed })
      row += 1
      column += 1
    } else if (
      source !== undefined &&
      (proposed === undefined || lengthAt(row + 1, column) >= lengthAt(row, column + 1))
    ) {
      removed.push(source)
      row += 1
    } else if (proposed !== undefined) {
      added.push(proposed)
      column += 1
    }
  }
  flush()
  return rows
}

/** How many lines the texts have in common from each pair of lines on, row by row. */
function commonLengths(before: readonly Line[], after: readonly Line[]): Uint32Array {
  const width = after.length + 1
  const lengths = new Uint32Array((before.length + 1) * width)
  for (let row = before.length - 1; row >= 0; row -= 1)
    for (let column = after.length - 1; column >= 0; column -= 1) {
      const below = lengths[(row + 1) * width + column] ?? 0
      const right = lengths[row * width + column + 1] ?? 0
      const both = lengths[(row + 1) * width + column + 1] ?? 0
      lengths[row * width + column] =
        before[row]?.text === after[column]?.text ? both + 1 : Math.max(below, right)
    }
  return lengths
}
