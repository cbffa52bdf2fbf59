import { describe, expect, it } from 'vitest'
import { makeBatch, makeSnapshot } from '#lib/testing/make-batch.ts'
import { createLiveStore } from './live-store.ts'

const storeAt = (revision: number) =>
  createLiveStore({
    ...makeSnapshot(revision),
    alerts: { revision: 0, raised: [], told: [] },
    connection: 'live',
    heardAtMs: 0,
  })

describe('what the page knows live', () => {
  it('hands a list all batches that came since it was read', () => {
    const store = storeAt(5)
    for (const revision of [6, 7, 8]) store.apply(makeBatch(revision))
    const seen: number[] = []
    store.onBatch(6, ({ revision }) => seen.push(revision))
    store.apply(makeBatch(9))
    expect(seen).toEqual([7, 8, 9])
  })

  it('knows that a list which was read before its frame has missed something', () => {
    const store = storeAt(5)
    expect([store.covers(4), store.covers(5)]).toEqual([false, true])
  })

  it('knows the same after too much was missed, also for a list that comes alive later', () => {
    const store = storeAt(5)
    store.apply(makeBatch(6))
    store.resync()
    expect([store.covers(5), store.covers(6), store.covers(7)]).toEqual([false, false, true])
  })

  it('keeps the batches of some minutes, and no more', () => {
    const store = storeAt(0)
    for (let revision = 1; revision <= 300; revision += 1) store.apply(makeBatch(revision))
    expect([store.covers(99), store.covers(100)]).toEqual([false, true])
  })

  it('takes alerts as they come, and none that are older than those it knows', () => {
    const store = storeAt(5)
    store.setAlerts({ revision: 2, raised: [], told: [] })
    store.setAlerts({ revision: 1, raised: [], told: [] })
    expect(store.get().alerts.revision).toBe(2)
  })

  it('does not go back to an older state that the server rendered late', () => {
    const store = storeAt(5)
    store.apply(makeBatch(9))
    store.refresh({ ...makeSnapshot(7), counts: { active: 7, stale: 0, failed: 0, completed: 0 } })
    expect(store.get().counts.active).toBe(0)
    expect(store.rendered().status.revision).toBe(5)
  })
})
