import { describe, expect, it } from 'vitest'
import { formatBucket, formatTick, formatTimeTick, timeTicks, valueTicks } from './axis.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** Half past twelve of whoever runs this. */
const START_MS = new Date(2026, 10, 30, 12, 30).getTime()

const buckets = (count: number, bucketMs: number): number[] =>
  Array.from({ length: count }, (_, nth) => START_MS + nth * bucketMs)

describe('the value axis', () => {
  it('goes from 0 to at least the highest, in steps that people reckon in', () => {
    expect(valueTicks('count', 7)).toEqual([0, 2, 4, 6, 8])
    expect(valueTicks('duration', 100_000)).toEqual([0, 30_000, 60_000, 90_000, 120_000])
    expect(valueTicks('bytes', 4.1e6)).toEqual([0, 2e6, 4e6, 6e6])
    expect(valueTicks('agents', 1.2)).toEqual([0, 0.5, 1, 1.5])
    expect(valueTicks('duration', 4000 * DAY_MS).at(-1)).toBeGreaterThanOrEqual(4000 * DAY_MS)
  })

  it('counts no halves of what is whole, has a line above nothing, and all of a share', () => {
    expect(valueTicks('count', 1)).toEqual([0, 1])
    expect(valueTicks('count', 0)).toEqual([0, 1])
    expect(valueTicks('rate', 0.2)).toEqual([0, 0.25, 0.5, 0.75, 1])
  })

  it('is written briefly', () => {
    expect([0, 500, 30_000, 90_000, 1.5 * HOUR_MS].map((value) => formatTick('duration', value))).toEqual([
      '0',
      '500 ms',
      '30 s',
      '1.5 min',
      '1.5 h',
    ])
    expect([formatTick('rate', 0), formatTick('bytes', 0)]).toEqual(['0 %', '0'])
    expect([500, 9000, 20_000, 1_500_000].map((value) => formatTick('count', value))).toEqual([
      '500',
      '9,000',
      '20 k',
      '1.5 M',
    ])
  })
})

describe('the time axis', () => {
  it('writes round times of whoever looks, below buckets that are there', () => {
    const startsMs = buckets(288, 5 * MINUTE_MS)
    const { atMs, stepMs } = timeTicks(startsMs, 5 * MINUTE_MS, 8)
    expect(atMs.every((at) => startsMs.includes(at))).toBe(true)
    expect(atMs.map((at) => formatTimeTick(at, stepMs))).toEqual([
      '15:00',
      '18:00',
      '21:00',
      '12-01',
      '03:00',
      '06:00',
      '09:00',
      '12:00',
    ])
  })

  it('writes days where it is long, and one time at least where it is short', () => {
    const long = timeTicks(buckets(90, DAY_MS), DAY_MS, 8)
    expect(long.atMs.length).toBeLessThanOrEqual(8)
    expect(formatTimeTick(long.atMs[0] ?? 0, long.stepMs)).toMatch(/^\d\d-\d\d$/)
    expect(timeTicks(buckets(1, 5000), 5000, 8).atMs).toEqual([START_MS])
  })

  it('names a bucket as finely as it is long', () => {
    expect([5000, HOUR_MS, DAY_MS].map((bucketMs) => formatBucket(START_MS, bucketMs))).toEqual([
      '2026-11-30 12:30:00',
      '2026-11-30 12:30',
      '2026-11-30',
    ])
  })
})
