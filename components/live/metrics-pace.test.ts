import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createPacer, nextLookMs } from './metrics-pace.ts'

const NOW_MS = Date.UTC(2026, 10, 30, 12)
const range = {
  fromMs: NOW_MS - 600_000,
  untilMs: NOW_MS,
  live: true,
  bucketMs: 30_000,
  startsMs: [NOW_MS - 10_000],
}

describe('when metrics are looked at again', () => {
  it('is once the last bucket of a live range is full, after 2 s at least and a minute at most', () => {
    expect(nextLookMs(range, NOW_MS)).toBe(20_000)
    expect(nextLookMs(range, NOW_MS + 19_000)).toBe(2000)
    expect(nextLookMs({ ...range, bucketMs: 3_600_000 }, NOW_MS)).toBe(60_000)
  })

  it('is never for a range that has ended, and each minute for one that ends later', () => {
    expect(nextLookMs({ ...range, live: false }, NOW_MS)).toBeNull()
    expect(nextLookMs({ ...range, live: false, untilMs: NOW_MS + 1 }, NOW_MS)).toBe(60_000)
  })
})

describe('the pace of looks', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
  afterEach(() => void vi.useRealTimers())

  it('gathers whatever is told within two seconds', () => {
    const look = vi.fn(() => pacer.looked())
    const pacer = createPacer(look)
    pacer.within(0)
    vi.advanceTimersByTime(0)
    for (let told = 0; told < 19; told += 1) {
      pacer.within(0)
      vi.advanceTimersByTime(100)
    }
    expect(look).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(100)
    expect(look).toHaveBeenCalledTimes(2)
  })

  it('keeps what is due sooner, and forgets it once somebody has looked', () => {
    const look = vi.fn()
    const pacer = createPacer(look)
    pacer.within(3000)
    pacer.within(30_000)
    vi.advanceTimersByTime(3000)
    expect(look).toHaveBeenCalledTimes(1)
    pacer.within(3000)
    pacer.looked()
    vi.advanceTimersByTime(60_000)
    expect(look).toHaveBeenCalledTimes(1)
  })
})
