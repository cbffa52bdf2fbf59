import { describe, expect, it } from 'vitest'
import { percentile } from './percentile.ts'
import { summarizePerformance, type TimedResult } from './summarize-performance.ts'

const totals = { sessions: 2, resultsDirectoryBytes: 10 }
const result = (
  executionMs: number | null,
  outcome: TimedResult['outcome'] = 'success',
  agent: string | null = 'a',
  usage: TimedResult['usage'] = null,
): TimedResult => ({ agent, executionMs, outcome, usage })

const NO_TOKENS = {
  inputTokens: null,
  outputTokens: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  results: 0,
}

describe('performance', () => {
  it('averages known times only, and counts every result that can be read', () => {
    const summary = summarizePerformance(
      [result(100), result(null), result(300, 'error'), result(null, 'unreadable')],
      totals,
    )
    expect(summary).toMatchObject({ averageExecutionMs: 200, results: 3, ...totals })
    expect(summary.successRate).toBeCloseTo(2 / 3)
    expect(summary.errorRate).toBeCloseTo(1 / 3)
  })

  it('knows nothing of nothing', () => {
    expect(summarizePerformance([], totals)).toEqual({
      averageExecutionMs: null,
      successRate: null,
      errorRate: null,
      results: 0,
      tokens: NO_TOKENS,
      agents: [],
      ...totals,
    })
  })

  it('says each agent for itself, by name, and gathers those without one', () => {
    const { agents } = summarizePerformance(
      [result(1, 'success', 'b'), result(2, 'timeout', 'a'), result(null, 'success', null)],
      totals,
    )
    expect(agents.map(({ tokens: _, ...agent }) => agent)).toEqual([
      { agent: 'a', results: 1, averageExecutionMs: 2, p50Ms: 2, p95Ms: 2, successRate: 0 },
      { agent: 'b', results: 1, averageExecutionMs: 1, p50Ms: 1, p95Ms: 1, successRate: 1 },
      { agent: 'unknown', results: 1, averageExecutionMs: null, p50Ms: null, p95Ms: null, successRate: 1 },
    ])
  })

  it('adds up the tokens of results that say, of each kind for itself', () => {
    const usage = { ...NO_TOKENS, model: null, toolCalls: 3 }
    const { tokens, agents } = summarizePerformance(
      [
        result(1, 'success', 'a', { ...usage, inputTokens: 10, outputTokens: 1 }),
        result(1, 'error', 'b', { ...usage, inputTokens: 5 }),
        result(1, 'success', 'b'),
        result(1, 'success', 'b', usage),
        result(null, 'unreadable', 'b', { ...usage, inputTokens: 1000 }),
      ],
      totals,
    )
    expect(tokens).toEqual({ ...NO_TOKENS, inputTokens: 15, outputTokens: 1, results: 2 })
    expect(agents.map(({ tokens: { inputTokens, outputTokens } }) => [inputTokens, outputTokens])).toEqual([
      [10, 1],
      [5, null],
    ])
  })

  it('takes percentiles by nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, at) => at + 1)
    expect([0.5, 0.95, 0.99, 1].map((fraction) => percentile(hundred, fraction))).toEqual([50, 95, 99, 100])
    expect([percentile([7], 0.5), percentile([], 0.5)]).toEqual([7, null])
  })
})
