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
  const integrated = integratedWithin(columns, buckets)
  const ends = integrated.size === 0 ? NOTHING : lastEnds(columns, matches, integrated)
  const zeros = (): number[] => new Array<number>(buckets.startsMs.length).fill(0)
  const [counts, sumsMs] = [zeros(), zeros()]
  const longestMs = new Array<number | null>(buckets.startsMs.length).fill(null)
  let count = 0
  let totalMs = 0
  for (const [session, { endMs, wanted }] of ends) {
    const atMs = integrated.get(session) ?? Number.NaN
    const waitMs = atMs - endMs
    if (!wanted || !(waitMs >= 0)) continue
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

function integratedWithin(
  { integratedAtMs }: ResultColumns,
  { fromMs, untilMs }: MetricsBuckets,
): Map<number, number> {
  return new Map([...integratedAtMs].filter(([, atMs]) => atMs >= fromMs && atMs < untilMs))
}

type LastEnd = { endMs: number; wanted: boolean }

const NOTHING: ReadonlyMap<number, LastEnd> = new Map()

/** When the last result of each session ended, and whether the filter leaves one of them. */
function lastEnds(
  columns: ResultColumns,
  matches: Matcher,
  sessions: ReadonlyMap<number, number>,
): Map<number, LastEnd> {
  const ends = new Map<number, LastEnd>()
  for (let at = 0; at < columns.length; at += 1) {
    const session = columns.session[at] ?? NONE
    if (!sessions.has(session) || isGone(columns, at)) continue
    const endMs = columns.endedAtMs[at] ?? 0
    const end = ends.get(session)
    if (end === undefined) ends.set(session, { endMs, wanted: matches(at) })
    else {
      end.endMs = Math.max(end.endMs, endMs)
      end.wanted ||= matches(at)
    }
  }
  return ends
}
