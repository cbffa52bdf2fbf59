import type { TokenTotals } from '#lib/model/agent-work.ts'
import { UNNAMED_AGENT } from '#lib/model/metrics-query.ts'
import type { AgentPerformance, PerformanceSummary } from '#lib/model/performance.ts'
import { ratio } from './numbers.ts'
import { percentile } from './percentile.ts'
import type { MeasuredResult } from './result-columns.ts'
import { addUsage, noTokens } from './sum-tokens.ts'

/** What of a result its average and its rates are made of. */
export type TimedResult = Pick<MeasuredResult, 'agent' | 'executionMs' | 'outcome' | 'usage'>

export type PerformanceTotals = { sessions: number; resultsDirectoryBytes: number }

type Tally = { results: number; successes: number; executionsMs: number[]; tokens: TokenTotals }

/**
 * Averages, percentiles and rates over all results that can be read. Unknown times are left out of the averages, never
 * counted as zero. Percentiles are nearest-rank.
 */
export function summarizePerformance(
  results: Iterable<TimedResult>,
  totals: PerformanceTotals,
): PerformanceSummary {
  const tallies = new Map<string, Tally>()
  const tokens = noTokens()
  for (const { agent, executionMs, outcome, usage } of results) {
    if (outcome === 'unreadable') continue
    const tally = tallyOf(tallies, agent ?? UNNAMED_AGENT)
    tally.results += 1
    if (outcome === 'success') tally.successes += 1
    if (executionMs !== null) tally.executionsMs.push(executionMs)
    addUsage(tally.tokens, usage)
    addUsage(tokens, usage)
  }
  const all = [...tallies.values()]
  const count = sum(all.map((tally) => tally.results))
  const successRate = count === 0 ? null : sum(all.map((tally) => tally.successes)) / count
  return {
    averageExecutionMs: ratio(
      sum(all.map((tally) => sum(tally.executionsMs))),
      sum(all.map((tally) => tally.executionsMs.length)),
    ),
    successRate,
    errorRate: successRate === null ? null : 1 - successRate,
    results: count,
    tokens,
    ...totals,
    agents: [...tallies]
      .map(([agent, tally]) => summarizeAgent(agent, tally))
      .sort((a, b) => (a.agent < b.agent ? -1 : 1)),
  }
}

function tallyOf(tallies: Map<string, Tally>, agent: string): Tally {
  const known = tallies.get(agent)
  if (known) return known
  const tally: Tally = { results: 0, successes: 0, executionsMs: [], tokens: noTokens() }
  tallies.set(agent, tally)
  return tally
}

function summarizeAgent(
  agent: string,
  { results, successes, executionsMs, tokens }: Tally,
): AgentPerformance {
  const sorted = Float64Array.from(executionsMs).sort()
  return {
    agent,
    results,
    averageExecutionMs: ratio(sum(executionsMs), executionsMs.length),
    p50Ms: percentile(sorted, 0.5),
    p95Ms: percentile(sorted, 0.95),
    successRate: ratio(successes, results),
    tokens,
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
