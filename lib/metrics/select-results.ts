import { MEASURED_OUTCOMES, type MetricsFilter } from '#lib/model/metrics-query.ts'
import type { MetricsBuckets } from '#lib/model/metrics-view.ts'
import type { Names } from './names.ts'
import { firstFrom, orderResults } from './order-results.ts'
import { NONE, type ResultColumns, UNREADABLE } from './result-columns.ts'

/** Whether the row at a place is one that a filter leaves. */
export type Matcher = (at: number) => boolean

/** What a filter leaves of the results that can be read. */
export function matchMeasured(columns: ResultColumns, filter: MetricsFilter): Matcher {
  const { outcome } = columns
  const { outcomes } = filter
  const wanted = MEASURED_OUTCOMES.map((name) => outcomes.length === 0 || outcomes.includes(name))
  const named = matchNames(columns, filter)
  if (named === null) return (at) => wanted[outcome[at] ?? UNREADABLE] === true
  return (at) => wanted[outcome[at] ?? UNREADABLE] === true && named(at)
}

/** What a filter leaves of the results that cannot be read: nothing where it asks how they ended. */
function matchUnreadable(columns: ResultColumns, filter: MetricsFilter): Matcher {
  if (filter.outcomes.length > 0) return () => false
  const { outcome } = columns
  const named = matchNames(columns, filter)
  return (at) => outcome[at] === UNREADABLE && (named === null || named(at))
}

/** `null` where every name is wanted. */
function matchNames(columns: ResultColumns, { agents, projects }: MetricsFilter): Matcher | null {
  const { agent, project } = columns
  const agentWanted = flagsOf(columns.agents, agents)
  const projectWanted = flagsOf(columns.projects, projects)
  if (agentWanted === null && projectWanted === null) return null
  return (at) =>
    (agentWanted === null || agentWanted[agent[at] ?? NONE] === 1) &&
    (projectWanted === null || projectWanted[project[at] ?? NONE] === 1)
}

/** By the number of a name: 1 where it is wanted. */
function flagsOf(names: Names, wanted: readonly string[]): Uint8Array | null {
  if (wanted.length === 0) return null
  const flags = new Uint8Array(names.count())
  for (const name of wanted) {
    const number = names.find(name)
    if (number !== null) flags[number] = 1
  }
  return flags
}

export type SelectedResults = {
  /** Of results that can be read, in the order in which they ended. */
  places: Uint32Array
  /** Where each bucket begins in them; one more entry, for the end of the last. */
  bounds: Uint32Array
  unreadable: number
}

/** What a filter leaves of the results that ended in a range: at or after `fromMs`, before `untilMs`. */
export function selectResults(
  columns: ResultColumns,
  filter: MetricsFilter,
  range: MetricsBuckets,
): SelectedResults {
  const { byEnd } = orderResults(columns)
  const { endedAtMs } = columns
  const endOf = (at: number): number => endedAtMs[at] ?? 0
  const first = firstFrom(byEnd, 0, endOf, range.fromMs)
  const last = firstFrom(byEnd, first, endOf, range.untilMs)
  const isMeasured = matchMeasured(columns, filter)
  const isUnreadable = matchUnreadable(columns, filter)
  const places = new Uint32Array(last - first)
  let count = 0
  let unreadable = 0
  for (let index = first; index < last; index += 1) {
    const at = byEnd[index] ?? 0
    if (isMeasured(at)) {
      places[count] = at
      count += 1
    } else if (isUnreadable(at)) unreadable += 1
  }
  const selected = places.subarray(0, count)
  return { places: selected, bounds: boundsOf(selected, endOf, range), unreadable }
}

function boundsOf(
  places: Uint32Array,
  endOf: (at: number) => number,
  { startsMs }: MetricsBuckets,
): Uint32Array {
  const bounds = new Uint32Array(startsMs.length + 1)
  for (let bucket = 1; bucket < startsMs.length; bucket += 1)
    bounds[bucket] = firstFrom(places, bounds[bucket - 1] ?? 0, endOf, startsMs[bucket] ?? 0)
  bounds[startsMs.length] = places.length
  return bounds
}
