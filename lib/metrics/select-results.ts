import { MEASURED_OUTCOMES, type MetricsFilter } from '#lib/model/metrics-query.ts'
import type { Names } from './names.ts'
import { type ResultColumns, UNREADABLE } from './result-columns.ts'

/** Whether the row at a place is one that a filter leaves, by what can be read of it. */
export type Matcher = (at: number) => boolean

/** What a filter leaves of the results that can be read. */
export function matchMeasured(columns: ResultColumns, filter: MetricsFilter): Matcher {
  const named = matchNames(columns, filter)
  const { outcomes } = filter
  const wanted = MEASURED_OUTCOMES.map((outcome) => outcomes.length === 0 || outcomes.includes(outcome))
  return (at) => wanted[columns.outcome[at] ?? UNREADABLE] === true && named(at)
}

/** What a filter leaves of the results that cannot be read: nothing where it asks how they ended. */
export function matchUnreadable(columns: ResultColumns, filter: MetricsFilter): Matcher {
  const named = matchNames(columns, filter)
  if (filter.outcomes.length > 0) return () => false
  return (at) => columns.outcome[at] === UNREADABLE && named(at)
}

function matchNames(columns: ResultColumns, { agents, projects }: MetricsFilter): Matcher {
  const agentWanted = flagsOf(columns.agents, agents)
  const projectWanted = flagsOf(columns.projects, projects)
  return (at) =>
    (agentWanted === null || agentWanted.has(columns.agent[at] ?? 0)) &&
    (projectWanted === null || projectWanted.has(columns.project[at] ?? 0))
}

function flagsOf(names: Names, wanted: readonly string[]): ReadonlySet<number> | null {
  if (wanted.length === 0) return null
  return new Set(wanted.map(names.find).filter((number) => number !== null))
}

/** The places of the rows that match and ended in a range: at or after `fromMs`, before `untilMs`. */
export function selectResults(
  columns: ResultColumns,
  matches: Matcher,
  { fromMs, untilMs }: { fromMs: number; untilMs: number },
): Uint32Array {
  const places = new Uint32Array(columns.length)
  let count = 0
  for (let at = 0; at < columns.length; at += 1) {
    const endedAtMs = columns.endedAtMs[at] ?? Number.NaN
    if (endedAtMs >= fromMs && endedAtMs < untilMs && matches(at)) {
      places[count] = at
      count += 1
    }
  }
  return places.subarray(0, count)
}
