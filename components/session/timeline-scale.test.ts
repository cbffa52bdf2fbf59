import { describe, expect, it } from 'vitest'
import type { Run } from '#lib/model/run.ts'
import { scaleTimeline } from './timeline-scale.ts'

const run = (endedAtMs: number, executionMs: number | null, outcome: Run['outcome'] = 'success'): Run => ({
  sessionId: 's',
  taskId: null,
  agent: 'agent',
  outcome,
  status: outcome,
  endedAtMs,
  executionMs,
  error: null,
  project: null,
  area: 'temp',
  path: `temp/${endedAtMs}`,
  sizeBytes: 1,
  modifiedAtMs: endedAtMs,
  cutShort: null,
  work: null,
  usage: null,
  fullyChecked: true,
})

describe('the time axis of a session', () => {
  it('draws execution times as lengths on one scale', () => {
    const { bars, spanMs } = scaleTimeline([run(11_000, 10_000), run(6000, 2500)], 1000)
    expect(spanMs).toBe(10_000)
    expect(bars.map(({ from, length }) => [from, length])).toEqual([
      [0, 1],
      [0.25, 0.25],
    ])
  })

  it('draws an unknown time as a mark at its end, not as a length', () => {
    expect(scaleTimeline([run(11_000, 10_000), run(6000, null)], 1000).bars[1]).toMatchObject({
      from: 0.5,
      length: 0,
    })
  })

  it('has no place for a run that never came', () => {
    expect(scaleTimeline([], 1000)).toMatchObject({ bars: [], spanMs: 1 })
  })

  it.each([1, 999, 5000, 61_000, 3_600_000, 40 * 86_400_000])(
    'divides %i ms by few round steps',
    (spanMs) => {
      const { ticks } = scaleTimeline([run(spanMs, spanMs)], 0)
      expect(ticks.length).toBeLessThanOrEqual(7)
      expect(ticks[0]).toEqual({ at: 0, offsetMs: 0 })
      expect(ticks.every(({ at }) => at >= 0 && at <= 1)).toBe(true)
    },
  )
})
