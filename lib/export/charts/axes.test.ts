import { describe, expect, it } from 'vitest'
import { timeTicks } from './time-axis.ts'
import { valueTicks } from './value-axis.ts'

const HOUR_MS = 3_600_000

describe('marks of values', () => {
  it.each([
    [0, 'count', [0, 1]],
    [3, 'count', [0, 1, 2, 3]],
    [4.2, 'count', [0, 1, 2, 3, 4, 5]],
    [0.4, 'number', [0, 0.1, 0.2, 0.30000000000000004, 0.4]],
    [97, 'count', [0, 20, 40, 60, 80, 100]],
    [0.3, 'rate', [0, 0.25, 0.5, 0.75, 1]],
    [70_000, 'ms', [0, 15_000, 30_000, 45_000, 60_000, 75_000]],
    [4 * HOUR_MS, 'ms', [0, HOUR_MS, 2 * HOUR_MS, 3 * HOUR_MS, 4 * HOUR_MS]],
    [0, 'ms', [0, 1]],
    [6.2e8, 'bytes', [0, 2e8, 4e8, 6e8, 8e8]],
  ] as const)('up to %d as %s are round', (highest, unit, ticks) => {
    expect(valueTicks(highest, unit)).toEqual(ticks)
  })
})

describe('marks of times', () => {
  const labels = (from: string, hours: number, zone: string, limit = 8) =>
    timeTicks(Date.parse(from), Date.parse(from) + hours * HOUR_MS, zone, limit).map(({ label }) => label)

  it('are at round times of the time zone, with the date where a day begins', () => {
    expect(labels('2026-11-24T20:10:00Z', 6, 'Europe/Berlin')).toEqual([
      '22:00',
      '23:00',
      '11-25',
      '01:00',
      '02:00',
      '03:00',
    ])
    expect(labels('2026-11-24T20:10:00Z', 3, 'Asia/Kolkata', 4)).toEqual(['02:00', '03:00', '04:00'])
    expect(labels('2026-11-24T20:10:00Z', 24 * 5, 'UTC')).toEqual([
      '11-25',
      '11-26',
      '11-27',
      '11-28',
      '11-29',
    ])
  })

  it('stay at round times where clocks change', () => {
    // In Berlin 3:00 came twice that night.
    expect(labels('2026-10-24T22:00:00Z', 24 * 3, 'Europe/Berlin', 3)).toEqual(['10-25', '10-26', '10-27'])
    expect(labels('2026-10-24T12:00:00Z', 48, 'Europe/Berlin', 5)).toEqual([
      '10-25',
      '12:00',
      '10-26',
      '12:00',
    ])
  })

  it.each([1 / 60, 1, 24, 24 * 90, 24 * 400])(
    'are at most as many as there is room for, of %d hours',
    (hours) => {
      const ticks = labels('2026-01-01T00:00:01Z', hours, 'America/St_Johns')
      expect(ticks.length).toBeLessThanOrEqual(9)
    },
  )
})
