import type { MetricsBuckets, MetricsView } from '#lib/model/metrics-view.ts'
import { bucketOf } from './make-buckets.ts'
import { ratios } from './numbers.ts'
import { type ResultColumns, SUCCESS } from './result-columns.ts'

const HOURS_OF_A_WEEK = 168

export type ResultCounts = Pick<MetricsView, 'errors' | 'successRate'> & {
  results: number[]
  hourly: number[]
}

/** Results by bucket, by how they ended and by hour of the week. */
export function countResults(
  columns: ResultColumns,
  places: Uint32Array,
  buckets: MetricsBuckets,
): ResultCounts {
  const zeros = (): number[] => new Array<number>(buckets.startsMs.length).fill(0)
  const byOutcome = [zeros(), zeros(), zeros(), zeros()] as const
  const results = zeros()
  const hourly = new Array<number>(HOURS_OF_A_WEEK).fill(0)
  for (const at of places) {
    const bucket = bucketOf(buckets, columns.endedAtMs[at] ?? 0)
    const outcomes = byOutcome[columns.outcome[at] ?? 0]
    if (outcomes) outcomes[bucket] = (outcomes[bucket] ?? 0) + 1
    results[bucket] = (results[bucket] ?? 0) + 1
    const hour = columns.hourOfWeek[at] ?? 0
    hourly[hour] = (hourly[hour] ?? 0) + 1
  }
  // In the order of `MEASURED_OUTCOMES`.
  const [success, error, timeout, interrupted] = byOutcome
  return { results, hourly, errors: { error, timeout, interrupted }, successRate: ratios(success, results) }
}

/** How many of some results succeeded. */
export function countSuccesses(columns: ResultColumns, places: Uint32Array): number {
  let count = 0
  for (const at of places) if (columns.outcome[at] === SUCCESS) count += 1
  return count
}
