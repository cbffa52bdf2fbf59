import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ownUser } from '#lib/store/own-user.ts'
import { temporaryHome } from '#lib/testing/temporary-home.ts'
import { createJournal } from './journal.ts'

const DAY_MS = 86_400_000

describe('a consent', () => {
  it('lapses after a gap or where the clock goes back, for good, until it is given anew', () => {
    using home = temporaryHome()
    const by = ownUser()
    let nowMs = 100 * DAY_MS
    const journal = createJournal(join(home.path, 'monitor'), () => nowMs)
    const something = (): void =>
      journal.audit().append({ user: by.name, action: 'clean_up', outcome: 'done', detail: {} })
    const isGiven = (): boolean => journal.consents().get() !== null
    expect(isGiven()).toBe(false)
    journal.consents().give(by)
    for (let day = 0; day < 100; day += 29) {
      nowMs += 29 * DAY_MS
      expect(isGiven()).toBe(true)
      something()
    }
    nowMs += 31 * DAY_MS
    expect(isGiven()).toBe(false)
    something()
    expect(isGiven()).toBe(false)

    journal.consents().give(by)
    nowMs -= DAY_MS / 48
    expect(isGiven()).toBe(true)
    nowMs -= 40 * DAY_MS
    expect(isGiven()).toBe(false)
    something()
    nowMs += 41 * DAY_MS
    something()
    expect(isGiven()).toBe(false)
    journal.consents().give(by)
    expect(isGiven()).toBe(true)
    journal.close()
  })
})
