import type { AgentLines, AgentMetrics, MetricsBuckets } from '#lib/model/metrics-view.ts'
import { countSuccesses } from './count-results.ts'
import { createDurationCounts, type DurationCounts } from './duration-counts.ts'
import { ratio } from './numbers.ts'
import { firstFrom } from './order-results.ts'
import { percentile } from './percentile.ts'
import type { ResultColumns } from './result-columns.ts'
import { sumTokens, tokenLines } from './sum-tokens.ts'

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

/** Summarizes the known times of some results of a range. */
type Summarize = (places: Uint32Array) => TimeSummary

/** The mean and the percentiles of all known times; within 1 % where there are more results than `EXACT_LIMIT`. */
export function summarizeTimes(columns: ResultColumns, places: Uint32Array): TimeSummary {
  return summarizerOf(columns, places)(places)
}

/** How times are summarized of a range that holds `all`. */
function summarizerOf(columns: ResultColumns, all: Uint32Array): Summarize {
  if (all.length <= EXACT_LIMIT) return (places) => summarizeSorted(timesOf(columns, places).sort())
  const counts = createDurationCounts()
  return (places) => summarizeBins(columns, places, counts)
}

function timesOf({ executionMs }: ResultColumns, places: Uint32Array): Float64Array {
  const times = new Float64Array(places.length)
  let count = 0
  for (let index = 0; index < places.length; index += 1) {
    const time = executionMs[places[index] ?? 0] ?? Number.NaN
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

function summarizeBins(
  { executionMs, bin }: ResultColumns,
  places: Uint32Array,
  counts: DurationCounts,
): TimeSummary {
  let timed = 0
  let totalMs = 0
  for (let index = 0; index < places.length; index += 1) {
    const at = places[index] ?? 0
    const time = executionMs[at] ?? Number.NaN
    if (Number.isNaN(time)) continue
    timed += 1
    totalMs += time
    counts.add(bin[at] ?? 0)
  }
  const [p50Ms = null, p95Ms = null, p99Ms = null] = counts.takePercentiles([0.5, 0.95, 0.99])
  return { timed, averageMs: ratio(totalMs, timed), p50Ms, p95Ms, p99Ms }
}

/** Every agent of the range, the one with most results first, then by name; lines of the first twelve. */
export function measureAgents(
  columns: ResultColumns,
  places: Uint32Array,
  buckets: MetricsBuckets,
): AgentMetrics[] {
  const summarize = summarizerOf(columns, places)
  const agents = groupByAgent(columns, places)
    .map((own, agent) => ({ agent: columns.agents.word(agent), own }))
    .filter(({ own }) => own.length > 0)
    .sort((a, b) => b.own.length - a.own.length || (a.agent < b.agent ? -1 : 1))
  return agents.map(({ agent, own }, rank) => ({
    agent,
    results: own.length,
    successRate: ratio(countSuccesses(columns, own), own.length),
    ...summarize(own),
    tokens: sumTokens(columns, own),
    lines: rank < LINES_LIMIT ? linesOf(columns, cutByBucket(columns, own, buckets), summarize) : null,
  }))
}

function linesOf(columns: ResultColumns, groups: Uint32Array[], summarize: Summarize): AgentLines {
  const times = groups.map(summarize)
  return {
    averageMs: times.map(({ averageMs }) => averageMs),
    p50Ms: times.map(({ p50Ms }) => p50Ms),
    p95Ms: times.map(({ p95Ms }) => p95Ms),
    p99Ms: times.map(({ p99Ms }) => p99Ms),
    successRate: groups.map((own) => ratio(countSuccesses(columns, own), own.length)),
    tokens: tokenLines(columns, groups),
  }
}

/** What ended in each bucket; places come in the order in which they ended. */
function cutByBucket(
  { endedAtMs }: ResultColumns,
  places: Uint32Array,
  { startsMs }: MetricsBuckets,
): Uint32Array[] {
  const endOf = (at: number): number => endedAtMs[at] ?? 0
  let from = 0
  return startsMs.map((_, bucket) => {
    const nextMs = startsMs[bucket + 1]
    const until = nextMs === undefined ? places.length : firstFrom(places, from, endOf, nextMs)
    const own = places.subarray(from, until)
    from = until
    return own
  })
}

/** Places by agent, each in the order they came in: a counting sort. */
function groupByAgent({ agent, agents }: ResultColumns, places: Uint32Array): Uint32Array[] {
  const starts = new Uint32Array(agents.count() + 1)
  for (let index = 0; index < places.length; index += 1) {
    const next = (agent[places[index] ?? 0] ?? 0) + 1
    starts[next] = (starts[next] ?? 0) + 1
  }
  for (let group = 1; group < starts.length; group += 1)
    starts[group] = (starts[group] ?? 0) + (starts[group - 1] ?? 0)
  const ends = starts.slice()
  const sorted = new Uint32Array(places.length)
  for (let index = 0; index < places.length; index += 1) {
    const at = places[index] ?? 0
    const group = agent[at] ?? 0
    const to = ends[group] ?? 0
    sorted[to] = at
    ends[group] = to + 1
  }
  return Array.from({ length: agents.count() }, (_, group) =>
    sorted.subarray(starts[group] ?? 0, starts[group + 1] ?? 0),
  )
}
