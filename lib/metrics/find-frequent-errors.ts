import type { FrequentError } from '#lib/model/metrics-view.ts'
import { NONE, type ResultColumns, SUCCESS } from './result-columns.ts'

const SHOWN = 10

type Group = { count: number; last: number; agents: Set<number> }

/** The errors that occurred most, grouped by their normalised text; those that say nothing are in no group. */
export function findFrequentErrors(columns: ResultColumns, places: Uint32Array): FrequentError[] {
  const groups = new Map<number, Group>()
  for (const at of places) {
    const error = columns.error[at] ?? NONE
    if (error === NONE || columns.outcome[at] === SUCCESS) continue
    const group = groups.get(error)
    if (group === undefined)
      groups.set(error, { count: 1, last: at, agents: new Set([columns.agent[at] ?? 0]) })
    else {
      group.count += 1
      group.agents.add(columns.agent[at] ?? 0)
      if ((columns.endedAtMs[at] ?? 0) > (columns.endedAtMs[group.last] ?? 0)) group.last = at
    }
  }
  const lastOf = ({ last }: Group): number => columns.endedAtMs[last] ?? 0
  return [...groups]
    .sort(([, a], [, b]) => b.count - a.count || lastOf(b) - lastOf(a))
    .slice(0, SHOWN)
    .map(([error, group]) => ({
      text: columns.errors.word(error),
      count: group.count,
      lastAtMs: lastOf(group),
      sessionId: sessionAt(columns, group.last),
      agents: [...group.agents].map(columns.agents.word).sort(),
    }))
}

function sessionAt({ session, sessions }: ResultColumns, at: number): string {
  const number = session[at] ?? NONE
  return number === NONE ? '' : sessions.word(number)
}
