import type { MetricsBuckets, MetricsView } from '#lib/model/metrics-view.ts'
import { bucketOf } from './make-buckets.ts'
import { firstFrom, orderResults } from './order-results.ts'
import type { ResultColumns } from './result-columns.ts'
import type { Matcher } from './select-results.ts'

export type Concurrency = MetricsView['concurrency'] & { totalPeak: number }

/**
 * How many agents ran at once: each from its start to its end, where its time is known. Those count too that ended
 * behind the range but ran in it. One that ends when another starts does not run at the same time.
 */
export function measureConcurrency(
  columns: ResultColumns,
  matches: Matcher,
  buckets: MetricsBuckets,
): Concurrency {
  const { fromMs, untilMs } = buckets
  const { starts, ends } = runsWithin(columns, matches, buckets)
  const busyMs = spreadOver(starts, ends, buckets)
  const peak = peaksOf(starts, endsWithin(columns, matches, buckets), buckets)
  const average = busyMs.map((busy, at) => {
    const fromBucketMs = Math.max(fromMs, buckets.startsMs[at] ?? 0)
    const untilBucketMs = Math.min(untilMs, (buckets.startsMs[at] ?? 0) + buckets.bucketMs)
    return untilBucketMs > fromBucketMs ? busy / (untilBucketMs - fromBucketMs) : 0
  })
  return { average, peak, totalPeak: peak.reduce((most, count) => Math.max(most, count), 0) }
}

/** Starts and ends of what ran in the range, cut to it, in the order of the starts. */
function runsWithin(
  columns: ResultColumns,
  matches: Matcher,
  { fromMs, untilMs }: MetricsBuckets,
): { starts: Float64Array; ends: Float64Array } {
  const { endedAtMs, executionMs } = columns
  const { byStart } = orderResults(columns)
  const startOf = (at: number): number => (endedAtMs[at] ?? 0) - (executionMs[at] ?? 0)
  const last = firstFrom(byStart, 0, startOf, untilMs)
  const starts = new Float64Array(last)
  const ends = new Float64Array(last)
  let count = 0
  for (let index = 0; index < last; index += 1) {
    const at = byStart[index] ?? 0
    const endMs = endedAtMs[at] ?? 0
    if (!(endMs > fromMs && matches(at))) continue
    starts[count] = Math.max(startOf(at), fromMs)
    ends[count] = Math.min(endMs, untilMs)
    count += 1
  }
  return { starts: starts.subarray(0, count), ends: ends.subarray(0, count) }
}

/** When what ran in the range ended within it, in order. */
function endsWithin(
  columns: ResultColumns,
  matches: Matcher,
  { fromMs, untilMs }: MetricsBuckets,
): Float64Array {
  const { endedAtMs, executionMs } = columns
  const { byEnd } = orderResults(columns)
  const endOf = (at: number): number => endedAtMs[at] ?? 0
  const first = firstFrom(byEnd, 0, endOf, fromMs)
  const last = firstFrom(byEnd, first, endOf, untilMs)
  const ends = new Float64Array(last - first)
  let count = 0
  for (let index = first; index < last; index += 1) {
    const at = byEnd[index] ?? 0
    const endMs = endOf(at)
    // What ended as the range began did not run in it.
    if (endMs === fromMs || Number.isNaN(executionMs[at] ?? Number.NaN) || !matches(at)) continue
    ends[count] = endMs
    count += 1
  }
  return ends.subarray(0, count)
}

/** How long agents ran in each bucket, added up: what a run fills whole is noted at its two ends, and summed once. */
function spreadOver(starts: Float64Array, ends: Float64Array, buckets: MetricsBuckets): number[] {
  const { startsMs, bucketMs } = buckets
  const partMs = new Float64Array(startsMs.length)
  const wholeFrom = new Float64Array(startsMs.length + 1)
  const add = (list: Float64Array, at: number, value: number): void => {
    list[at] = (list[at] ?? 0) + value
  }
  for (let at = 0; at < starts.length; at += 1) {
    const [startMs = 0, endMs = 0] = [starts[at], ends[at]]
    const first = bucketOf(buckets, startMs)
    const last = bucketOf(buckets, endMs)
    if (first === last) {
      add(partMs, first, endMs - startMs)
      continue
    }
    add(partMs, first, (startsMs[first + 1] ?? 0) - startMs)
    add(partMs, last, endMs - (startsMs[last] ?? 0))
    add(wholeFrom, first + 1, bucketMs)
    add(wholeFrom, last, -bucketMs)
  }
  let wholeMs = 0
  return Array.from(partMs, (part, at) => {
    wholeMs += wholeFrom[at] ?? 0
    return part + wholeMs
  })
}

/** The most that ran at once in each bucket, from starts and ends in order. */
function peaksOf(starts: Float64Array, ends: Float64Array, { startsMs, bucketMs }: MetricsBuckets): number[] {
  let running = 0
  let start = 0
  let end = 0
  const endUntil = (atMs: number): void => {
    while (end < ends.length && (ends[end] ?? 0) <= atMs) {
      running -= 1
      end += 1
    }
  }
  return startsMs.map((fromMs) => {
    endUntil(fromMs)
    let most = running
    while (start < starts.length && (starts[start] ?? 0) < fromMs + bucketMs) {
      endUntil(starts[start] ?? 0)
      running += 1
      start += 1
      if (running > most) most = running
    }
    return most
  })
}
