import type { DiffRow } from '#lib/format/diff-lines.ts'

/** Rows one after another; `folded` ones are alike on both sides and far from any change. */
export type RowGroup = { folded: boolean; rows: DiffRow[] }

/** As many lines around a change as tell where it is. */
const AROUND = 3
/** Fewer are no relief. */
const FEWEST_FOLDED = 6

/** Stretches that are the same fold away, but for the lines beside a change. */
export function foldRows(rows: readonly DiffRow[]): RowGroup[] {
  const groups: RowGroup[] = []
  let open: DiffRow[] = []
  for (const stretch of stretchesOf(rows)) {
    const first = stretch.from === 0 ? 0 : AROUND
    const last = stretch.until === rows.length ? 0 : AROUND
    const foldFrom = stretch.from + first
    const foldUntil = stretch.until - last
    if (!stretch.same || foldUntil - foldFrom < FEWEST_FOLDED) {
      open = open.concat(rows.slice(stretch.from, stretch.until))
      continue
    }
    open = open.concat(rows.slice(stretch.from, foldFrom))
    if (open.length > 0) groups.push({ folded: false, rows: open })
    groups.push({ folded: true, rows: rows.slice(foldFrom, foldUntil) })
    open = rows.slice(foldUntil, stretch.until)
  }
  if (open.length > 0) groups.push({ folded: false, rows: open })
  return groups
}

type Stretch = { same: boolean; from: number; until: number }

function stretchesOf(rows: readonly DiffRow[]): Stretch[] {
  const stretches: Stretch[] = []
  for (const [at, { kind }] of rows.entries()) {
    const last = stretches.at(-1)
    if (last?.same === (kind === 'same')) last.until = at + 1
    else stretches.push({ same: kind === 'same', from: at, until: at + 1 })
  }
  return stretches
}

/** What of the groups is drawn: `count` says how many lines a group has, and `left` how many follow the last group. */
export type DrawnRows = { groups: (RowGroup & { count: number })[]; left: number }

export type DrawLimits = {
  /** Rows that are seen at once, and those that open. */
  rows: number
  folded: number
  /** Of one fold. */
  fold: number
}

/** As much as a page draws, from the beginning. Folds beyond their limit only say how long they are. */
export function limitRows(groups: readonly RowGroup[], limits: DrawLimits): DrawnRows {
  const drawn: DrawnRows = { groups: [], left: 0 }
  let { rows: room, folded: foldedRoom } = limits
  for (const { folded, rows } of groups) {
    if (room === 0) {
      drawn.left += rows.length
      continue
    }
    const taken = rows.slice(0, folded ? Math.min(foldedRoom, limits.fold) : room)
    if (folded) foldedRoom -= taken.length
    else {
      room -= taken.length
      drawn.left += rows.length - taken.length
    }
    drawn.groups.push({ folded, rows: taken, count: folded ? rows.length : taken.length })
  }
  return drawn
}
