import type { ResultColumns } from './result-columns.ts'

/** Places of results in the order of a time, and what they do not know of yet. */
export type ResultOrder = {
  /** All of them, by when they ended. */
  byEnd: Uint32Array
  /** Those whose time is known, by when they started. */
  byStart: Uint32Array
  /** How many results there were when these were made, and which of them have changed since. */
  length: number
  changed: Set<number>
}

export function createResultOrder(): ResultOrder {
  return { byEnd: new Uint32Array(0), byStart: new Uint32Array(0), length: 0, changed: new Set() }
}

/** Brings the order up to date: what is new is sorted by itself and merged in, a few milliseconds of half a million. */
export function orderResults(columns: ResultColumns): ResultOrder {
  const { order, length, endedAtMs, executionMs } = columns
  if (order.length === length && order.changed.size === 0) return order
  const fresh = freshPlaces(order, length)
  const endOf = (at: number): number => endedAtMs[at] ?? 0
  const startOf = (at: number): number => endOf(at) - (executionMs[at] ?? Number.NaN)
  order.byEnd = mergeIn(order.byEnd, order.changed, fresh, endOf)
  order.byStart = mergeIn(
    order.byStart,
    order.changed,
    fresh.filter((at) => !Number.isNaN(startOf(at))),
    startOf,
  )
  order.length = length
  order.changed.clear()
  return order
}

function freshPlaces({ length: known, changed }: ResultOrder, length: number): Uint32Array {
  const fresh = new Uint32Array(changed.size + length - known)
  fresh.set([...changed])
  for (let at = known; at < length; at += 1) fresh[changed.size + at - known] = at
  return fresh
}

/** Both in the order of `keyOf`, without what changed in the first. */
function mergeIn(
  sorted: Uint32Array,
  changed: ReadonlySet<number>,
  fresh: Uint32Array,
  keyOf: (at: number) => number,
): Uint32Array {
  const kept = changed.size === 0 ? sorted : sorted.filter((at) => !changed.has(at))
  fresh.sort((a, b) => keyOf(a) - keyOf(b))
  if (kept.length === 0) return fresh
  const merged = new Uint32Array(kept.length + fresh.length)
  let from = 0
  let to = 0
  for (const at of fresh) {
    const until = firstFrom(kept, from, keyOf, keyOf(at))
    merged.set(kept.subarray(from, until), to)
    to += until - from
    from = until
    merged[to] = at
    to += 1
  }
  merged.set(kept.subarray(from), to)
  return merged
}

/** The first index at or behind `from` whose key is at least `least`. */
export function firstFrom(
  sorted: Uint32Array,
  from: number,
  keyOf: (at: number) => number,
  least: number,
): number {
  let low = from
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (keyOf(sorted[middle] ?? 0) < least) low = middle + 1
    else high = middle
  }
  return low
}
