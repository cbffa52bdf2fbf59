import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import type { Identity, Role } from '#lib/model/identity.ts'
import type { ShareRequest } from '#lib/model/share.ts'
import { ownUser } from '#lib/store/own-user.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'
import { createJournal, type Journal } from './journal.ts'

const DAY_MS = 86_400_000
const REQUEST: ShareRequest = {
  name: 'The team',
  lifeMs: 7 * DAY_MS,
  query: {
    agents: ['a'],
    projects: ['/home/ada/p'],
    outcomes: ['error'],
    range: { live: true, lengthMs: DAY_MS },
    compare: true,
  },
  show: { errorTexts: true, projects: false, sessionIds: false },
}

type Opened = { home: TemporaryHome; journal: Journal; clock: { nowMs: number }; [Symbol.dispose](): void }

function opened(): Opened {
  const home = temporaryHome()
  const clock = { nowMs: Date.now() }
  const journal = createJournal(join(home.path, 'monitor'), () => clock.nowMs)
  return {
    home,
    journal,
    clock,
    [Symbol.dispose]() {
      journal.close()
      home.remove()
    },
  }
}

const identity = (role: Role): Identity => ({ role, name: `a ${role}`, via: 'token', tokenId: 'id' })

describe('a share', () => {
  it('is kept as a hash with what it shows, and its text is shown once', () => {
    using place = opened()
    const { share, text } = place.journal.shares().add(ownUser(), REQUEST)
    const { id } = share.token
    expect(place.journal.tokens().check(text)).toMatchObject({ found: true, token: { id, role: 'share' } })
    expect(place.journal.shares().list()).toEqual([share])
    expect(place.journal.shares().get(id)).toMatchObject({ query: REQUEST.query, show: REQUEST.show })
    expect(share.token.expiresAtMs).toBe(place.clock.nowMs + 7 * DAY_MS)
    place.journal.close()
    const bytes = readFileSync(join(place.home.path, 'monitor/journal.db'), 'latin1')
    expect(bytes).not.toContain(text.slice(-43))
  })

  it('is recorded with what is ticked, and so is its end', () => {
    using place = opened()
    const { share } = place.journal.shares().add(ownUser(), REQUEST)
    place.journal.shares().revoke(ownUser(), share.token.id)
    const [revoked, added] = place.journal.audit().latest(2)
    expect(added).toMatchObject({ action: 'share_add', detail: { id: share.token.id, shows: 'errors' } })
    expect(revoked).toMatchObject({ action: 'token_revoke', detail: { id: share.token.id, role: 'share' } })
    expect(place.journal.audit().verify()).toEqual({ whole: true, rows: 2 })
  })

  it.each(['expired', 'revoked'])('that is %s holds no more, and stays in the list', (how) => {
    using place = opened()
    const { share, text } = place.journal.shares().add(ownUser(), REQUEST)
    const { id } = share.token
    if (how === 'revoked') place.journal.shares().revoke(ownUser(), id)
    else place.clock.nowMs += 7 * DAY_MS
    expect(place.journal.shares().get(id)).toBeNull()
    expect(place.journal.tokens().check(text)).toEqual({ found: false, reason: how })
    expect(place.journal.shares().list()).toHaveLength(1)
    place.journal.shares().use(id)
    expect(place.journal.shares().list()[0]?.lastUsedAtMs).toBeNull()
  })

  it('says when it was last used, and writes that once a minute at most', () => {
    using place = opened()
    const { id } = place.journal.shares().add(ownUser(), REQUEST).share.token
    const lastUsed = () => place.journal.shares().get(id)?.lastUsedAtMs
    const firstMs = place.clock.nowMs
    place.journal.shares().use(id)
    place.clock.nowMs += 59_000
    place.journal.shares().use(id)
    expect(lastUsed()).toBe(firstMs)
    place.clock.nowMs += 1000
    place.journal.shares().use(id)
    expect(lastUsed()).toBe(firstMs + 60_000)
  })

  it.each(['viewer', 'share'] as const)('is not made or revoked by a %s, whatever the gate said', (role) => {
    using place = opened()
    const { id } = place.journal.shares().add(ownUser(), REQUEST).share.token
    const refused = expect.objectContaining({ code: 'refused' })
    expect(() => place.journal.shares().add(identity(role), REQUEST)).toThrow(refused)
    expect(() => place.journal.shares().revoke(identity(role), id)).toThrow(refused)
    expect(
      place.journal
        .shares()
        .list()
        .map(({ token }) => token.revokedAtMs),
    ).toEqual([null])
  })

  it('is not made where it cannot be recorded, nor is its token', () => {
    using place = opened()
    place.journal.tokens()
    const db = new DatabaseSync(join(place.home.path, 'monitor/journal.db'))
    db.exec("CREATE TRIGGER no_record BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no record'); END")
    db.close()
    expect(() => place.journal.shares().add(ownUser(), REQUEST)).toThrow(
      expect.objectContaining({ code: 'journal_unusable' }),
    )
    expect([place.journal.shares().list(), place.journal.tokens().list()]).toEqual([[], []])
  })

  it('is no other token, and no other token is one', () => {
    using place = opened()
    const viewer = place.journal.tokens().add(ownUser(), { role: 'viewer', name: 'v', lifeMs: null }).token
    expect(place.journal.shares().get(viewer.id)).toBeNull()
    expect(() => place.journal.shares().revoke(ownUser(), viewer.id)).toThrow('There is no share link')
    const { text } = place.journal.shares().add(ownUser(), REQUEST)
    expect(place.journal.tokens().signIn(text, 'somewhere')).toEqual({ found: false, reason: 'unknown' })
  })
})
