import { describe, expect, it } from 'vitest'
import type { MetricsQuery } from '#lib/model/metrics-query.ts'
import { measureResults } from './measure-results.ts'
import { normalizeError } from './normalize-error.ts'
import {
  createResultColumns,
  type MeasuredResult,
  putIntegration,
  putResult,
  removeResult,
} from './result-columns.ts'

const T = Date.UTC(2026, 10, 24, 12)
const MINUTE_MS = 60_000

let nextId = 1
const result = (endedMinute: number, fields: Partial<MeasuredResult> = {}): MeasuredResult => ({
  id: nextId++,
  sessionId: 's',
  agent: 'a',
  project: null,
  outcome: 'success',
  endedAtMs: T + endedMinute * MINUTE_MS,
  executionMs: MINUTE_MS,
  error: null,
  usage: null,
  ...fields,
})

function columnsOf(...results: MeasuredResult[]) {
  const columns = createResultColumns()
  for (const one of results) putResult(columns, one)
  return columns
}

const query = (fields: Partial<MetricsQuery> = {}): MetricsQuery => ({
  fromMs: T,
  untilMs: T + 60 * MINUTE_MS,
  live: false,
  agents: [],
  projects: [],
  outcomes: [],
  compare: false,
  ...fields,
})

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

describe('the metrics of a range', () => {
  it('count what ended in it, at its beginning and before its end', () => {
    const columns = columnsOf(result(-0.001), result(0), result(59.9), result(60))
    const { totals, activity } = measureResults(columns, query())
    expect([totals.results, sum(activity.results)]).toEqual([2, 2])
  })

  it('add up the tokens of results that say, by agent and over time, and know none of the others', () => {
    const none = { model: null, toolCalls: null, cacheReadTokens: null, cacheWriteTokens: null }
    const known = (inputTokens: number, outputTokens: number | null) => ({
      usage: { ...none, inputTokens, outputTokens },
    })
    const view = measureResults(
      columnsOf(
        result(1, known(100, 10)),
        result(2, known(200, null)),
        result(3),
        result(40, { agent: 'b', ...known(0, 0) }),
        result(41, { agent: 'c' }),
        result(-5, known(7, 7)),
      ),
      query({ compare: true }),
    )
    const nothing = { cacheReadTokens: null, cacheWriteTokens: null }
    expect(view.totals.tokens).toEqual({ inputTokens: 300, outputTokens: 10, ...nothing, results: 3 })
    expect(view.before?.tokens).toEqual({ inputTokens: 7, outputTokens: 7, ...nothing, results: 1 })
    const [a, b, c] = view.agents
    expect([a?.tokens.inputTokens, b?.tokens.inputTokens, c?.tokens.inputTokens]).toEqual([300, 0, null])
    const inputs = a?.lines?.tokens?.inputTokens ?? []
    expect(inputs.filter((count) => count !== null)).toEqual([100, 200])
    expect(a?.lines?.tokens?.cacheReadTokens.every((count) => count === null)).toBe(true)
    expect(c?.lines?.tokens).toBeNull()
  })

  it('leave unknown times out of every average, and unreadable results out of every rate', () => {
    const columns = columnsOf(
      result(1, { executionMs: 100 }),
      result(2, { executionMs: null, outcome: 'error' }),
      result(3, { outcome: 'unreadable', executionMs: null }),
    )
    expect(measureResults(columns, query()).totals).toMatchObject({
      results: 2,
      unreadable: 1,
      timed: 1,
      averageMs: 100,
      p99Ms: 100,
      successRate: 0.5,
    })
  })

  it('know the most agents that ran at once, and how much longer they would have taken in turn', () => {
    const columns = columnsOf(
      result(2, { executionMs: 2 * MINUTE_MS }),
      result(3, { executionMs: 2 * MINUTE_MS }),
      // Starts when another ends.
      result(4, { executionMs: MINUTE_MS }),
    )
    const { totals, concurrency } = measureResults(columns, query())
    expect(totals).toMatchObject({ peakConcurrency: 2, speedUp: 5 / 4 })
    expect(sum(concurrency.average) * measureResults(columns, query()).range.bucketMs).toBeCloseTo(
      5 * MINUTE_MS,
    )
  })

  it('say how long sessions waited for their integration', () => {
    const columns = columnsOf(result(1), result(5))
    putIntegration(columns, 's', T + 7 * MINUTE_MS)
    expect(measureResults(columns, query()).totals).toMatchObject({
      integrated: 1,
      integrationWaitMs: 2 * MINUTE_MS,
    })
    expect(measureResults(columns, query({ agents: ['b'] })).totals.integrated).toBe(0)
  })

  it('take the last result of a session as it was said last for when its wait began', () => {
    const first = result(1, { agent: 'b' })
    const last = result(5)
    const columns = columnsOf(first, last)
    putIntegration(columns, 's', T + 7 * MINUTE_MS)
    // A result of an agent that is not asked for ends the session all the same.
    expect(measureResults(columns, query({ agents: ['b'] })).totals.integrationWaitMs).toBe(2 * MINUTE_MS)
    putResult(columns, { ...last, endedAtMs: T + 3 * MINUTE_MS })
    expect(measureResults(columns, query()).totals.integrationWaitMs).toBe(4 * MINUTE_MS)
    removeResult(columns, last.id)
    expect(measureResults(columns, query()).totals.integrationWaitMs).toBe(6 * MINUTE_MS)
  })

  it('are those of a filter, and of the period before where it is asked for', () => {
    const columns = columnsOf(
      result(1, { agent: 'b', project: '/p' }),
      result(2, { outcome: 'timeout' }),
      result(-5),
    )
    expect(measureResults(columns, query({ agents: ['b'] })).totals.results).toBe(1)
    expect(measureResults(columns, query({ projects: ['/q'] })).totals.results).toBe(0)
    const { totals, before, errors } = measureResults(
      columns,
      query({ outcomes: ['timeout'], compare: true }),
    )
    expect([totals.results, sum(errors.timeout), before?.results]).toEqual([1, 1, 0])
  })

  it('take what was said of a result last, and nothing of what went', () => {
    const first = result(1, { outcome: 'unreadable' })
    const columns = columnsOf(first, result(2))
    putResult(columns, { ...first, outcome: 'error', error: 'exit 7 after 12 s' })
    expect(measureResults(columns, query()).totals).toMatchObject({
      results: 2,
      successRate: 0.5,
      unreadable: 0,
    })
    removeResult(columns, first.id)
    expect(measureResults(columns, query()).totals.results).toBe(1)
  })

  it('refuse a new result that comes out of order, since it would count twice', () => {
    const earlier = result(1)
    expect(() => columnsOf(result(2), earlier)).toThrow('is new, but came after')
  })

  it('group errors by what stays the same', () => {
    const failed = (minute: number, error: string) => result(minute, { outcome: 'error', error })
    const columns = columnsOf(
      failed(1, 'Timeout after 12s at /home/a/x.ts'),
      failed(2, 'Timeout after 7s at /srv/b/y.ts'),
      failed(3, 'Out of memory'),
    )
    expect(measureResults(columns, query()).frequentErrors).toMatchObject([
      { text: 'Timeout after <n>s at <path>', count: 2, lastAtMs: T + 2 * MINUTE_MS, sessionId: 's' },
      { text: 'Out of memory', count: 1 },
    ])
    expect(normalizeError('0xdeadbeef 2026-11-24T10:00:00Z https://h/x?y=1')).toBe('<hex> <time> <url>')
  })

  it('have at most 300 points a line, however long the range', () => {
    for (const days of [0.01, 1, 7, 30, 90, 400]) {
      const { range } = measureResults(columnsOf(), query({ fromMs: T - days * 86_400_000 }))
      expect(range.startsMs.length).toBeLessThanOrEqual(300)
    }
  })

  it('find percentiles of more than 50,000 results within 1 %', () => {
    const columns = createResultColumns()
    for (let n = 1; n <= 60_000; n += 1) putResult(columns, result(1, { executionMs: n }))
    const { percentiles, totals } = measureResults(columns, query())
    expect(percentiles).toBe('within_1_percent')
    for (const [value, exact] of [
      [totals.p50Ms, 30_000],
      [totals.p95Ms, 57_000],
      [totals.p99Ms, 59_400],
    ] as const)
      expect(Math.abs((value ?? 0) - exact) / exact).toBeLessThanOrEqual(0.01)
  })
})
