import type { AgentLines, AgentMetrics, MetricsBuckets } from '#lib/model/metrics-view.ts'
import { countSuccesses } from './count-results.ts'
import { DURATION_BINS, percentileOfBins } from './duration-bins.ts'
import { bucketOf } from './make-buckets.ts'
import { ratio } from './numbers.ts'
import { percentile } from './percentile.ts'
import type { ResultColumns } from './result-columns.ts'

/** Percentiles of more results than this are found by bins. */
export const EXACT_LIMIT = 50_000

/** Lines of more agents cannot be told apart. */
const LINES_LIMIT = 12

export type TimeSummary = {
  timed: number
  averageMs: number | null
  p50Ms: number | null
  p95Ms: number | null
  p99Ms: number | null
}

/** The mean and the percentiles of all known times; within 1 % where there are more results than `EXACT_LIMIT`. */
export function summarizeTimes(columns: ResultColumns, places: Uint32Array): TimeSummary {
  return places.length <= EXACT_LIMIT
    ? summarizeSorted(timesOf(columns, places).sort())
    : summarizeBins(columns, places)
}

function timesOf({ executionMs }: ResultColumns, places: Uint32Array): Float64Array {
  const times = new Float64Array(places.length)
  let count = 0
  for (const at of places) {
    const time = executionMs[at] ?? Number.NaN
    if (Number.isNaN(time)) continue
    times[count] = time
    count += 1
  }
  return times.subarray(0, count)
}

function summarizeSorted(sorted: Float64Array): TimeSummary {
  let totalMs = 0
  for (const time of sorted) totalMs += time
  return {
    timed: sorted.length,
    averageMs: ratio(totalMs, sorted.length),
    p50Ms: percentile(sorted, 0.5),
    p95Ms: percentile(sorted, 0.95),
    p99Ms: percentile(sorted, 0.99),
  }
}

function summarizeBins({ executionMs, bin }: ResultColumns, places: Uint32Array): TimeSummary {
  const counts = new Uint32Array(DURATION_BINS)
  let timed = 0
  let totalMs = 0
  for (const at of places) {
    const time = executionMs[at] ?? Number.NaN
    if (Number.isNaN(time)) continue
    timed += 1
    totalMs += time
    const of = bin[at] ?? 0
    counts[of] = (counts[of] ?? 0) + 1
  }
  const at = (fraction: number): number | null => percentileOfBins(counts, timed, fraction)
  return { timed, averageMs: ratio(totalMs, timed), p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) }
}

/** Every agent of the range, the one with most results first, then by name; lines of the first twelve. */
export function measureAgents(
  columns: ResultColumns,
  places: Uint32Array,
  buckets: MetricsBuckets,
): AgentMetrics[] {
  const groups = groupBy(places, columns.agents.count(), (at) => columns.agent[at] ?? 0)
  const agents = groups
    .map((own, agent) => ({ agent: columns.agents.word(agent), own }))
    .filter(({ own }) => own.length > 0)
    .sort((a, b) => b.own.length - a.own.length || (a.agent < b.agent ? -1 : 1))
  const approximate = places.length > EXACT_LIMIT
  return agents.map(({ agent, own }, rank) => {
    const times = approximate ? summarizeBins(columns, own) : summarizeSorted(timesOf(columns, own).sort())
    return {
      agent,
      results: own.length,
      successRate: ratio(countSuccesses(columns, own), own.length),
      ...times,
      lines: rank < LINES_LIMIT ? linesOf(columns, own, buckets) : null,
    }
  })
}

function linesOf(columns: ResultColumns, places: Uint32Array, buckets: MetricsBuckets): AgentLines {
  const groups = groupBy(places, buckets.startsMs.length, (at) =>
    bucketOf(buckets, columns.endedAtMs[at] ?? 0),
  )
  // Of one bucket there are few enough to sort.
  const times = groups.map((own) => summarizeSorted(timesOf(columns, own).sort()))
  return {
    averageMs: times.map(({ averageMs }) => averageMs),
    p50Ms: times.map(({ p50Ms }) => p50Ms),
    p95Ms: times.map(({ p95Ms }) => p95Ms),
    p99Ms: times.map(({ p99Ms }) => p99Ms),
    successRate: groups.map((own) => ratio(countSuccesses(columns, own), own.length)),
  }
}

/** Places by group, each in the order they came in: a counting sort. */
function groupBy(places: Uint32Array, groups: number, groupOf: (at: number) => number): Uint32Array[] {
  const starts = new Uint32Array(groups + 1)
  for (const at of places) {
    const next = groupOf(at) + 1
    starts[next] = (starts[next] ?? 0) + 1
  }
  for (let group = 0; group < groups; group += 1)
    starts[group + 1] = (starts[group + 1] ?? 0) + (starts[group] ?? 0)
  const ends = starts.slice()
  const sorted = new Uint32Array(places.length)
  for (const at of places) {
    const group = groupOf(at)
    const to = ends[group] ?? 0
    sorted[to] = at
    ends[group] = to + 1
  }
  return Array.from({ length: groups }, (_, group) =>
    sorted.subarray(starts[group] ?? 0, starts[group + 1] ?? 0),
  )
}
