import { describe, expect, it } from 'vitest'
import { makeMetricsView } from '#lib/testing/make-metrics-view.ts'
import { hasValues, highestOf, latestOf, sumOf } from './chart.ts'
import { makeResultCharts } from './make-charts.ts'
import { makeResourceCharts } from './make-resource-charts.ts'
import { lookOf } from './series-looks.ts'

const view = makeMetricsView([
  { agent: 'a', minutesAgo: 50, executionMs: 10_000 },
  { agent: 'a', minutesAgo: 10, executionMs: 30_000, outcome: 'timeout' },
  { agent: 'b', minutesAgo: 10, executionMs: null, outcome: 'error' },
])
const charts = (measure: 'average' | 'p95' = 'average') =>
  Object.fromEntries(
    makeResultCharts(view, { time: measure, tokens: 'output' }).map((chart) => [chart.id, chart]),
  )

describe('charts of a view', () => {
  it('draw each agent with its number of the whole range, and a gap where nothing is known', () => {
    const { 'execution-time': chart } = charts()
    expect(chart?.series.map(({ key, whole }) => [key, whole])).toEqual([
      ['agent.a', { value: 20_000, word: 'average' }],
      ['agent.b', { value: null, word: 'average' }],
    ])
    const [a, b] = chart?.series ?? []
    expect(a?.values.filter((value) => value !== null)).toEqual([10_000, 30_000])
    expect(b?.values.every((value) => value === null)).toBe(true)
    expect(chart?.threshold).toEqual({ value: 30_000, side: 'over' })
  })

  it('hold averages, and nothing else, against the threshold of averages', () => {
    const { 'execution-time': chart } = charts('p95')
    expect(chart?.threshold).toBeNull()
    expect(chart?.about).toContain('Percentiles are exact.')
    expect(chart?.series[0]?.whole.word).toBe('p95')
  })

  it('hide an agent in all charts at once', () => {
    const { 'execution-time': times, 'success-rate': rates } = charts()
    const keys = times?.series.map(({ key }) => key)
    expect(rates?.series.map(({ key }) => key)).toEqual(['success_rate.all', ...(keys ?? [])])
  })

  it('say numbers that are those of what is drawn', () => {
    const { errors, activity } = charts()
    for (const { values, whole } of [...(errors?.series ?? []), ...(activity?.series ?? [])])
      expect(whole.value).toBe(sumOf(values))
    expect(errors?.series.map(({ whole }) => whole.value)).toEqual([1, 1, 0])
    expect(activity?.series.map(({ whole }) => whole.value)).toEqual([
      view.totals.results,
      view.totals.sessions,
    ])
  })

  it('draw tokens of the kind that is chosen, in the colours that agents have elsewhere', () => {
    const withTokens = makeMetricsView([
      { agent: 'a', minutesAgo: 50, executionMs: 1 },
      { agent: 'a', minutesAgo: 40, executionMs: 1 },
      { agent: 'b', minutesAgo: 10, executionMs: 1, usage: { inputTokens: 12, cacheReadTokens: 90 } },
    ])
    const drawn = (tokens: 'input' | 'output' | 'cache-read') =>
      makeResultCharts(withTokens, { time: 'average', tokens }).find(({ id }) => id === 'tokens')
    const [b] = drawn('input')?.series ?? []
    expect(b).toMatchObject({ key: 'agent.b', look: lookOf(1), whole: { value: 12, word: 'in all' } })
    expect(b?.values.filter((value) => value !== null)).toEqual([12])
    expect(drawn('cache-read')?.series[0]?.whole.value).toBe(90)
    expect(drawn('input')?.about).toContain('Of 1 result of 3; the others do not say.')
    expect(hasValues(drawn('output') ?? expect.fail('no chart'))).toBe(false)
  })

  it('say why there are no tokens where no result says how many', () => {
    const { tokens } = charts()
    expect(tokens?.series).toEqual([])
    expect(tokens?.empty).toContain('Nothing in this time says')
  })

  it('draw no line of agents beyond those that the view has lines of', () => {
    const many = makeMetricsView(
      Array.from({ length: 14 }, (_, nth) => ({ agent: `agent-${nth}`, minutesAgo: 5, executionMs: 1000 })),
    )
    expect(many.agents).toHaveLength(14)
    expect(makeResultCharts(many, { time: 'average', tokens: 'output' })[0]?.series).toHaveLength(12)
  })

  it('say what the machine had last, and that nothing was sampled', () => {
    const [results, free] = makeResourceCharts(makeMetricsView([], {}, { resultsBytes: [5, 7, null] }))
    expect(results?.series[0]?.whole).toEqual({ value: 7, word: 'latest' })
    expect(results?.threshold).toBeNull()
    expect(free && hasValues(free)).toBe(false)
    expect(free?.series[0]?.whole.value).toBeNull()
  })
})

describe('numbers of a line', () => {
  it('leave out what is unknown', () => {
    expect([highestOf([null, 2, null, 1]), latestOf([2, 1, null]), sumOf([null, 2, 1])]).toEqual([2, 1, 3])
    expect([highestOf([null]), latestOf([null])]).toEqual([null, null])
  })
})
