import { describe, expect, it } from 'vitest'
import { type Held, holdOf } from './hold-of.ts'

const DAY_MS = 86_400_000
const NOW = 100 * DAY_MS

const held = (of: Partial<Held>): string | undefined =>
  holdOf({ last: null, lastRan: null, sinceMs: null, slotBeforeMs: NOW - DAY_MS, nowMs: NOW, ...of })?.kind

const ran = (daysAgo: number) => {
  const startedAtMs = NOW - daysAgo * DAY_MS
  return { last: { retention: 'ran' as const, startedAtMs }, lastRan: { startedAtMs } }
}

describe('retention', () => {
  it('runs while it ran within seven days, and waits beyond that', () => {
    expect(held(ran(1))).toBeUndefined()
    expect(held(ran(7))).toBeUndefined()
    expect(held(ran(7.01))).toBe('gap')
  })

  it('of a job that is due once a month misses nothing in between', () => {
    expect(held({ ...ran(30), slotBeforeMs: NOW - 30 * DAY_MS - 1000 })).toBeUndefined()
    expect(held({ ...ran(61), slotBeforeMs: NOW - 30 * DAY_MS })).toBe('gap')
  })

  it('waits where the clock is behind the last run', () => {
    expect(held(ran(-0.001))).toBe('clock_back')
    expect(held(ran(-40))).toBe('clock_back')
  })

  it('goes on waiting once it did, until a person lets it run', () => {
    const waited = { last: { retention: 'waited' as const, startedAtMs: NOW - DAY_MS } }
    expect(held({ ...ran(2), ...waited })).toBe('earlier')
    expect(held(ran(0))).toBeUndefined()
  })

  it('that never ran is held against the time since which it is on', () => {
    expect(held({})).toBeUndefined()
    expect(held({ sinceMs: NOW - 2 * DAY_MS })).toBeUndefined()
    expect(held({ sinceMs: NOW - 8 * DAY_MS })).toBe('gap')
  })
})
