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

/**
 * What some results cost together. One that does not say is unknown, and counts for nothing. Written out kind by kind: the
 * three passes over half a million take some 15 ms that way, and over 300 where each kind is looked up by its name (2 cores,
 * 2026-11-30).
 */
export function sumTokens(columns: ResultColumns, places: Uint32Array): TokenTotals {
  if (!columns.knowsTokens) return noTokens()
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = columns
  const input = createSum()
  const output = createSum()
  const cacheRead = createSum()
  const cacheWrite = createSum()
  let results = 0
  for (let index = 0; index < places.length; index += 1) {
    const at = places[index] ?? 0
    const known =
      addTo(input, inputTokens[at]) +
      addTo(output, outputTokens[at]) +
      addTo(cacheRead, cacheReadTokens[at]) +
      addTo(cacheWrite, cacheWriteTokens[at])
    if (known > 0) results += 1
  }
  return {
    inputTokens: totalOf(input),
    outputTokens: totalOf(output),
    cacheReadTokens: totalOf(cacheRead),
    cacheWriteTokens: totalOf(cacheWrite),
    results,
  }
}

type Sum = { total: number; known: number }

const createSum = (): Sum => ({ total: 0, known: 0 })

/** 1 where there was something to add. */
function addTo(sum: Sum, tokens: number | undefined): 0 | 1 {
  if (tokens === undefined || tokens === NONE) return 0
  sum.total += tokens
  sum.known += 1
  return 1
}

const totalOf = ({ total, known }: Sum): number | null => (known === 0 ? null : total)

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
