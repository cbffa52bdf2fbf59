import type { MetricsBuckets, MetricsView } from '#lib/model/metrics-view.ts'
import { bucketOf } from './make-buckets.ts'
import type { ResultColumns } from './result-columns.ts'
import type { Matcher } from './select-results.ts'
import { sortTimes } from './sort-times.ts'

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
  sortTimes(starts, fromMs, untilMs)
  sortTimes(ends, fromMs, untilMs)
  const peak = peaksOf(starts, ends, buckets)
  const average = busyMs.map((busy, at) => {
    const fromBucketMs = Math.max(fromMs, buckets.startsMs[at] ?? 0)
    const untilBucketMs = Math.min(untilMs, (buckets.startsMs[at] ?? 0) + buckets.bucketMs)
    return untilBucketMs > fromBucketMs ? busy / (untilBucketMs - fromBucketMs) : 0
  })
  return { average, peak, totalPeak: peak.reduce((most, count) => Math.max(most, count), 0) }
}

/** Starts and ends of what ran in the range, cut to it. */
function runsWithin(
  { length, endedAtMs, executionMs }: ResultColumns,
  matches: Matcher,
  { fromMs, untilMs }: MetricsBuckets,
): { starts: Float64Array; ends: Float64Array } {
  const starts = new Float64Array(length)
  const ends = new Float64Array(length)
  let count = 0
  for (let at = 0; at < length; at += 1) {
    const endMs = endedAtMs[at] ?? Number.NaN
    const startMs = endMs - (executionMs[at] ?? Number.NaN)
    if (!(endMs > fromMs && startMs < untilMs && matches(at))) continue
    starts[count] = Math.max(startMs, fromMs)
    ends[count] = Math.min(endMs, untilMs)
    count += 1
  }
  return { starts: starts.subarray(0, count), ends: ends.subarray(0, count) }
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
