import { describe, expect, it } from 'vitest'
import { dueSlot } from './due-slot.ts'
import { slotsOf } from './slots.ts'

const at = (text: string): number => Date.parse(text)
const iso = (atMs: number | null): string | null => (atMs === null ? null : new Date(atMs).toISOString())

describe('due times', () => {
  const daily = slotsOf('0 2 * * *', 'UTC')

  it('are found before and after a time, and that time itself is the last', () => {
    expect(iso(daily.next(at('2026-11-30T01:00:00Z')))).toBe('2026-11-30T02:00:00.000Z')
    expect(iso(daily.next(at('2026-11-30T02:00:00Z')))).toBe('2026-12-01T02:00:00.000Z')
    expect(iso(daily.last(at('2026-11-30T02:00:00Z')))).toBe('2026-11-30T02:00:00.000Z')
    expect(iso(daily.last(at('2026-11-30T01:59:59.999Z')))).toBe('2026-11-29T02:00:00.000Z')
  })

  it.each([
    ['2026-11-30T01:59:57Z', '2026-11-30T02:00:00.000Z'],
    ['2026-11-30T02:00:09Z', '2026-11-30T02:00:00.000Z'],
    ['2026-11-30T19:00:00Z', '2026-11-30T02:00:00.000Z'],
    ['2026-11-30T01:59:00Z', '2026-11-29T02:00:00.000Z'],
  ])('whoever calls at %s, some seconds early or late, means %s', (now, slot) => {
    expect(iso(daily.meant(at(now)))).toBe(slot)
  })

  it('of every minute are not mistaken for each other', () => {
    const often = slotsOf('* * * * *', 'UTC')
    expect(iso(often.meant(at('2026-11-30T02:00:29Z')))).toBe('2026-11-30T02:00:00.000Z')
    expect(iso(often.meant(at('2026-11-30T02:00:56Z')))).toBe('2026-11-30T02:01:00.000Z')
  })

  it('may not be there at all', () => {
    const never = slotsOf('0 0 30 2 *', 'UTC')
    expect([never.next(0), never.last(0), never.meant(0)]).toEqual([null, null, null])
  })

  it('that fall into the gap of a spring night are due after it, once', () => {
    const berlin = slotsOf('0 2 * * *', 'Europe/Berlin')
    expect(iso(berlin.next(at('2026-03-28T12:00:00Z')))).toBe('2026-03-29T01:00:00.000Z')
    expect(iso(berlin.next(at('2026-03-29T01:00:00Z')))).toBe('2026-03-30T00:00:00.000Z')
    expect(iso(berlin.last(at('2026-03-29T12:00:00Z')))).toBe('2026-03-29T01:00:00.000Z')
  })

  it('that an autumn night has twice are due once, and each hour is an hour', () => {
    const berlin = slotsOf('30 2 * * *', 'Europe/Berlin')
    expect(iso(berlin.next(at('2026-10-25T00:29:00Z')))).toBe('2026-10-25T00:30:00.000Z')
    expect(iso(berlin.next(at('2026-10-25T00:30:00Z')))).toBe('2026-10-26T01:30:00.000Z')
    // The second 02:30 of that night: who calls then means the first.
    expect(iso(berlin.meant(at('2026-10-25T01:30:00Z')))).toBe('2026-10-25T00:30:00.000Z')
    const hourly = slotsOf('0 * * * *', 'Europe/Berlin')
    expect(iso(hourly.next(at('2026-10-25T00:00:00Z')))).toBe('2026-10-25T01:00:00.000Z')
    expect(iso(hourly.next(at('2026-10-25T01:00:00Z')))).toBe('2026-10-25T02:00:00.000Z')
  })
})

describe('what is due', () => {
  const slots = slotsOf('0 * * * *', 'UTC')
  const due = (now: string, since: string, claimed: readonly string[] = []): string | null =>
    iso(
      dueSlot({
        slots,
        sinceMs: at(since),
        isClaimed: (slotAtMs) => claimed.map(at).includes(slotAtMs),
        nowMs: at(now),
      }),
    )

  it('is the last time of all that were missed', () => {
    expect(due('2026-11-30T09:10:00Z', '2026-11-29T00:00:00Z')).toBe('2026-11-30T09:00:00.000Z')
    expect(due('2026-11-30T09:10:00Z', '2026-11-29T00:00:00Z', ['2026-11-30T09:00:00Z'])).toBeNull()
  })

  it('is nothing from before it was switched on', () => {
    expect(due('2026-11-30T09:10:00Z', '2026-11-30T09:05:00Z')).toBeNull()
    expect(due('2026-11-30T10:00:00Z', '2026-11-30T09:05:00Z')).toBe('2026-11-30T10:00:00.000Z')
  })

  it('is found by a timer that rings a moment early', () => {
    expect(due('2026-11-30T09:59:59.500Z', '2026-11-30T09:05:00Z')).toBe('2026-11-30T10:00:00.000Z')
  })
})
