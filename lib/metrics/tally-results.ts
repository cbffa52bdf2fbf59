import type { ResultTally, ResultWindow } from '#lib/model/alert.ts'
import { ratio } from './numbers.ts'
import { firstFrom, orderResults } from './order-results.ts'
import { type ResultColumns, SUCCESS } from './result-columns.ts'
import { matchMeasured } from './select-results.ts'

const EVERYTHING = { agents: [], projects: [], outcomes: [] } as const

type Sums = { results: number; errors: number; timed: number; totalMs: number }

/** Results that ended within `windowMs` before now, over all and by agent. */
export function tallyResults(columns: ResultColumns, windowMs: number, nowMs: number): ResultWindow {
  const { byEnd } = orderResults(columns)
  const { endedAtMs, agents } = columns
  const endOf = (at: number): number => endedAtMs[at] ?? 0
  const first = firstFrom(byEnd, 0, endOf, nowMs - windowMs)
  const last = firstFrom(byEnd, first, endOf, nowMs)
  const isMeasured = matchMeasured(columns, EVERYTHING)
  const overall = noSums()
  const byAgent = new Map<number, Sums>()
  for (const at of byEnd.subarray(first, last)) {
    if (!isMeasured(at)) continue
    const agent = columns.agent[at] ?? 0
    const own = byAgent.get(agent) ?? noSums()
    byAgent.set(agent, own)
    addTo(overall, columns, at)
    addTo(own, columns, at)
  }
  return {
    windowMs,
    overall: tallyOf(overall),
    agents: [...byAgent].map(([agent, own]) => ({ agent: agents.word(agent), ...tallyOf(own) })),
  }
}

/** When the last result that can be read ended, up to now. */
export function lastResultAt(columns: ResultColumns, nowMs: number): number | 'never' {
  const { byEnd } = orderResults(columns)
  const { endedAtMs } = columns
  const endOf = (at: number): number => endedAtMs[at] ?? 0
  const isMeasured = matchMeasured(columns, EVERYTHING)
  // What ends in the future has a wrong clock.
  const last = byEnd.subarray(0, firstFrom(byEnd, 0, endOf, nowMs + 1)).findLast(isMeasured)
  return last === undefined ? 'never' : endOf(last)
}

const noSums = (): Sums => ({ results: 0, errors: 0, timed: 0, totalMs: 0 })

function addTo(sums: Sums, { outcome, executionMs }: ResultColumns, at: number): void {
  const time = executionMs[at] ?? Number.NaN
  sums.results += 1
  if (outcome[at] !== SUCCESS) sums.errors += 1
  if (Number.isNaN(time)) return
  sums.timed += 1
  sums.totalMs += time
}

const tallyOf = ({ results, errors, timed, totalMs }: Sums): ResultTally => ({
  results,
  errors,
  averageMs: ratio(totalMs, timed),
  timed,
})
