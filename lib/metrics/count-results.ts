import type { MetricsView } from '#lib/model/metrics-view.ts'
import { ratios } from './numbers.ts'
import { type ResultColumns, SUCCESS } from './result-columns.ts'
import type { SelectedResults } from './select-results.ts'

const HOURS_OF_A_WEEK = 168

export type ResultCounts = Pick<MetricsView, 'errors' | 'successRate'> & {
  results: number[]
  hourly: number[]
  successes: number
}

/** Results by bucket, by how they ended and by hour of the week. */
export function countResults(columns: ResultColumns, { places, bounds }: SelectedResults): ResultCounts {
  const buckets = bounds.length - 1
  const zeros = (): number[] => new Array<number>(buckets).fill(0)
  // In the order of `MEASURED_OUTCOMES`.
  const byOutcome = [zeros(), zeros(), zeros(), zeros()] as const
  const hourly = new Array<number>(HOURS_OF_A_WEEK).fill(0)
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const until = bounds[bucket + 1] ?? 0
    for (let index = bounds[bucket] ?? 0; index < until; index += 1) {
      const at = places[index] ?? 0
      const outcomes = byOutcome[columns.outcome[at] ?? 0]
      if (outcomes) outcomes[bucket] = (outcomes[bucket] ?? 0) + 1
      const hour = columns.hourOfWeek[at] ?? 0
      hourly[hour] = (hourly[hour] ?? 0) + 1
    }
  }
  const results = zeros().map((_, bucket) => (bounds[bucket + 1] ?? 0) - (bounds[bucket] ?? 0))
  const [success, error, timeout, interrupted] = byOutcome
  return {
    results,
    hourly,
    errors: { error, timeout, interrupted },
    successRate: ratios(success, results),
    successes: success.reduce((sum, count) => sum + count, 0),
  }
}

/** How many of some results succeeded. */
export function countSuccesses({ outcome }: ResultColumns, places: Uint32Array): number {
  let count = 0
  for (let index = 0; index < places.length; index += 1)
    if (outcome[places[index] ?? 0] === SUCCESS) count += 1
  return count
}
