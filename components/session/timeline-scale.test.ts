import { describe, expect, it } from 'vitest'
import { scaleTimeline, type TimelineRun } from './timeline-scale.ts'

const run = (endedAtMs: number, executionMs: number | null): TimelineRun => ({
  agent: 'agent',
  outcome: 'success',
  status: 'success',
  endedAtMs,
  executionMs,
  path: `temp/${endedAtMs}`,
  workSinceMs: null,
})

const NOW_MS = 21_000

describe('the time axis of a session', () => {
  it('draws execution times as lengths on one scale', () => {
    const { bars, spanMs } = scaleTimeline([run(11_000, 10_000), run(6000, 2500)], 1000, NOW_MS)
    expect(spanMs).toBe(10_000)
    expect(bars.map(({ from, length }) => [from, length])).toEqual([
      [0, 1],
      [0.25, 0.25],
    ])
  })

  it('draws an unknown time as a mark at its end, not as a length', () => {
    expect(scaleTimeline([run(11_000, 10_000), run(6000, null)], 1000, NOW_MS).bars[1]).toMatchObject({
      from: 0.5,
      length: 0,
    })
  })

  it('draws what is at work from its start to now, though nothing of it has ended', () => {
    const working: TimelineRun = { ...run(11_000, null), outcome: 'running', workSinceMs: 11_000 }
    const { bars, spanMs } = scaleTimeline([run(6000, 5000), working], 1000, NOW_MS)
    expect(spanMs).toBe(20_000)
    expect(bars.map(({ from, length, tookMs }) => [from, length, tookMs])).toEqual([
      [0, 0.25, 5000],
      [0.5, 0.5, 10_000],
    ])
  })

  it('has no place for a run that never came', () => {
    expect(scaleTimeline([], 1000, NOW_MS)).toMatchObject({ bars: [], spanMs: 1 })
  })

  it.each([1, 999, 5000, 61_000, 3_600_000, 40 * 86_400_000])(
    'divides %i ms by few round steps',
    (spanMs) => {
      const { ticks } = scaleTimeline([run(spanMs, spanMs)], 0, NOW_MS)
      expect(ticks.length).toBeLessThanOrEqual(7)
      expect(ticks[0]).toEqual({ at: 0, offsetMs: 0 })
      expect(ticks.every(({ at }) => at >= 0 && at <= 1)).toBe(true)
    },
  )
})
