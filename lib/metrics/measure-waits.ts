import type { MetricsBuckets, MetricsView } from '#lib/model/metrics-view.ts'
import { bucketOf } from './make-buckets.ts'
import { ratio, ratios } from './numbers.ts'
import { isGone, NONE, type ResultColumns } from './result-columns.ts'
import type { Matcher } from './select-results.ts'

export type Waits = MetricsView['integrationWait'] & { integrated: number; totalAverageMs: number | null }

/**
 * How long sessions waited for their integration: from their last result, whenever that was, to when they were integrated
 * last, by when that was. A session whose result came after its integration did not wait. With a filter, of sessions that
 * have a result which it leaves.
 */
export function measureWaits(columns: ResultColumns, matches: Matcher, buckets: MetricsBuckets): Waits {
  const { integratedAtMs } = columns
  const within = integratedWithin(columns, buckets)
  const zeros = (): number[] => new Array<number>(buckets.startsMs.length).fill(0)
  const [counts, sumsMs] = [zeros(), zeros()]
  const longestMs = new Array<number | null>(buckets.startsMs.length).fill(null)
  let count = 0
  let totalMs = 0
  for (const { session, endMs } of within.some ? lastEnds(columns, matches, within.flags) : []) {
    const atMs = integratedAtMs[session] ?? Number.NaN
    const waitMs = atMs - endMs
    if (!(waitMs >= 0)) continue
    const bucket = bucketOf(buckets, atMs)
    counts[bucket] = (counts[bucket] ?? 0) + 1
    sumsMs[bucket] = (sumsMs[bucket] ?? 0) + waitMs
    longestMs[bucket] = Math.max(longestMs[bucket] ?? 0, waitMs)
    count += 1
    totalMs += waitMs
  }
  return {
    averageMs: ratios(sumsMs, counts),
    longestMs,
    integrated: count,
    totalAverageMs: ratio(totalMs, count),
  }
}

/** By the number of a session: 1 where it was integrated in the range. */
function integratedWithin(
  { integratedAtMs, sessions }: ResultColumns,
  { fromMs, untilMs }: MetricsBuckets,
): { flags: Uint8Array; some: boolean } {
  const flags = new Uint8Array(sessions.count())
  let some = false
  for (let session = 0; session < integratedAtMs.length; session += 1) {
    const atMs = integratedAtMs[session] ?? Number.NaN
    if (!(atMs >= fromMs && atMs < untilMs)) continue
    flags[session] = 1
    some = true
  }
  return { flags, some }
}

/** When the last result of each of some sessions ended, of those sessions of which the filter leaves a result. */
function* lastEnds(
  columns: ResultColumns,
  matches: Matcher,
  flags: Uint8Array,
): Iterable<{ session: number; endMs: number }> {
  const ends = new Float64Array(flags.length).fill(Number.NEGATIVE_INFINITY)
  const wanted = new Uint8Array(flags.length)
  for (let at = 0; at < columns.length; at += 1) {
    const session = columns.session[at] ?? NONE
    if (flags[session] !== 1 || isGone(columns, at)) continue
    const endMs = columns.endedAtMs[at] ?? 0
    if (endMs > (ends[session] ?? 0)) ends[session] = endMs
    if (wanted[session] === 0 && matches(at)) wanted[session] = 1
  }
  for (let session = 0; session < ends.length; session += 1)
    if (wanted[session] === 1) yield { session, endMs: ends[session] ?? 0 }
}
