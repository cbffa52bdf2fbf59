import type { MetricsBuckets } from '#lib/model/metrics-view.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Lengths that people reckon in. */
const LENGTHS_MS = [
  ...[1, 2, 5, 15, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 4, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7].map((days) => days * DAY_MS),
] as const

/** More points than a chart has pixels for, and than the page should carry for each line. */
const POINTS_LIMIT = 300

type Range = { fromMs: number; untilMs: number; live: boolean }

/**
 * Cuts a range into at most 300 buckets of a round length, which begin at round times of this machine's time zone. A
 * live range is moved back to where a bucket begins, so that its buckets are whole and stay where they are from one
 * question to the next; one that is not is counted exactly, and its first and last bucket may be partial.
 */
export function makeBuckets({ fromMs, untilMs, live }: Range): MetricsBuckets {
  const lengthMs = untilMs - fromMs
  const bucketMs =
    LENGTHS_MS.find((length) => lengthMs / length <= POINTS_LIMIT - 2) ??
    Math.ceil(lengthMs / (POINTS_LIMIT - 2) / DAY_MS) * DAY_MS
  const offsetMs = -new Date(fromMs).getTimezoneOffset() * MINUTE_MS
  const firstMs = Math.floor((fromMs + offsetMs) / bucketMs) * bucketMs - offsetMs
  const count = Math.max(1, Math.ceil((untilMs - firstMs) / bucketMs))
  const startsMs = Array.from({ length: count }, (_, at) => firstMs + at * bucketMs)
  return { fromMs: live ? firstMs : fromMs, untilMs, live, bucketMs, startsMs }
}

/** The bucket that a time within the range lies in. */
export function bucketOf({ startsMs, bucketMs }: MetricsBuckets, atMs: number): number {
  return Math.min(startsMs.length - 1, Math.floor((atMs - (startsMs[0] ?? 0)) / bucketMs))
}
