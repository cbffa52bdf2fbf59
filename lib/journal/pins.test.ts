import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ownUser } from '#lib/store/own-user.ts'
import { temporaryHome } from '#lib/testing/temporary-home.ts'
import { createJournal } from './journal.ts'

describe('a pin', () => {
  it('stays whoever set it first’s, outlives the process, and each change of it is in the audit once', () => {
    using home = temporaryHome()
    let nowMs = 1000
    const journal = createJournal(join(home.path, 'monitor'), () => nowMs)
    const by = ownUser()
    journal.pins().add(by, 'first')
    nowMs = 2000
    journal.pins().add({ ...by, name: 'somebody else' }, 'first')
    journal.pins().add(by, "it's")
    journal.close()
    const next = createJournal(join(home.path, 'monitor'))
    expect(next.pins().list()).toEqual([
      { sessionId: "it's", user: by.name, pinnedAtMs: 2000 },
      { sessionId: 'first', user: by.name, pinnedAtMs: 1000 },
    ])
    expect([next.pins().remove(by, 'first'), next.pins().remove(by, 'first')]).toEqual([true, false])
    expect([next.pins().get('first'), next.pins().get("it's")?.user]).toEqual([null, by.name])
    const query = {
      user: null,
      action: null,
      outcome: null,
      fromMs: null,
      untilMs: null,
      beforeSeq: null,
      limit: 9,
    }
    expect(
      next
        .audit()
        .page(query)
        .rows.map(({ action, detail }) => [action, detail]),
    ).toEqual([
      ['unpin', { session: 'first' }],
      ['pin', { session: "it's" }],
      ['pin', { session: 'first' }],
    ])
    next.close()
  })

  it('is set and taken away by an owner alone', () => {
    using home = temporaryHome()
    const journal = createJournal(join(home.path, 'monitor'))
    const viewer = { ...ownUser(), role: 'viewer' } as const
    expect(() => journal.pins().add(viewer, 's')).toThrow(/owner/)
    expect(() => journal.pins().remove(viewer, 's')).toThrow(/owner/)
    expect(journal.pins().list()).toEqual([])
    journal.close()
  })
})
