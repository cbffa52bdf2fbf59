import { type AgentUsage, TOKEN_KINDS, type TokenTotals } from '#lib/model/agent-work.ts'
import type { TokenLines } from '#lib/model/metrics-view.ts'
import { NONE, type ResultColumns } from './result-columns.ts'

export const noTokens = (): TokenTotals => ({
  inputTokens: null,
  outputTokens: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  results: 0,
})

/** What some results cost together. One that does not say is unknown, and counts for nothing. */
export function sumTokens(columns: ResultColumns, places: Uint32Array): TokenTotals {
  const totals = noTokens()
  if (!columns.knowsTokens) return totals
  for (let index = 0; index < places.length; index += 1) {
    const at = places[index] ?? 0
    let says = false
    for (const kind of TOKEN_KINDS) {
      const tokens = columns[kind][at] ?? NONE
      if (tokens === NONE) continue
      totals[kind] = (totals[kind] ?? 0) + tokens
      says = true
    }
    if (says) totals.results += 1
  }
  return totals
}

/** What results of each group cost; `null` where none of any group says. */
export function tokenLines(columns: ResultColumns, groups: readonly Uint32Array[]): TokenLines | null {
  if (!columns.knowsTokens) return null
  const sums = groups.map((places) => sumTokens(columns, places))
  if (sums.every(({ results }) => results === 0)) return null
  return {
    inputTokens: sums.map(({ inputTokens }) => inputTokens),
    outputTokens: sums.map(({ outputTokens }) => outputTokens),
    cacheReadTokens: sums.map(({ cacheReadTokens }) => cacheReadTokens),
    cacheWriteTokens: sums.map(({ cacheWriteTokens }) => cacheWriteTokens),
  }
}

/** Adds what one result says. */
export function addUsage(totals: TokenTotals, usage: AgentUsage | null): void {
  if (usage === null) return
  const known = TOKEN_KINDS.filter((kind) => usage[kind] !== null)
  for (const kind of known) totals[kind] = (totals[kind] ?? 0) + (usage[kind] ?? 0)
  if (known.length > 0) totals.results += 1
}
