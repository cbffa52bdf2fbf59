import { execFile, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Identity } from '#lib/model/identity.ts'
import { ownUser } from '#lib/store/own-user.ts'
import { root } from '#lib/testing/run-command.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'
import { createJournal, type Journal } from './journal.ts'

type Opened = {
  home: TemporaryHome
  directory: string
  path: string
  journal: Journal
  [Symbol.dispose](): void
}

function opened(now?: () => number): Opened {
  const home = temporaryHome()
  const directory = join(home.path, 'monitor')
  const journal = createJournal(directory, now)
  return {
    home,
    directory,
    path: join(directory, 'journal.db'),
    journal,
    [Symbol.dispose]() {
      journal.close()
      home.remove()
    },
  }
}

const VIEWER = { role: 'viewer', name: 'a colleague', lifeMs: 60_000 } as const

describe('the journal', () => {
  it('is not begun by looking at a home, and then is the user’s alone', () => {
    using place = opened()
    expect(readdirSync(place.home.path)).toEqual(['parallel_results'])
    place.journal.tokens().add(ownUser(), VIEWER)
    expect(statSync(place.path).mode & 0o777).toBe(0o600)
    expect(statSync(place.directory).mode & 0o777).toBe(0o700)
  })

  it('of the first version is led on, and keeps its tokens', () => {
    using place = opened()
    place.journal.tokens().add(ownUser(), VIEWER)
    place.journal.close()
    const db = new DatabaseSync(place.path)
    db.exec(
      'DROP TABLE plans; DROP TABLE operations; DROP TABLE snoozes; DROP TABLE consents; DROP TABLE shares; DROP TABLE pins; DROP TABLE job_runs; DROP TABLE job_switches; PRAGMA user_version = 1',
    )
    db.close()
    const next = createJournal(place.directory)
    expect([next.tokens().list().length, next.operations().latest(1), next.audit().verify()]).toEqual([
      1,
      [],
      { whole: true, rows: 1 },
    ])
    next.close()
  })

  it('of a newer version is left as it is', () => {
    using place = opened()
    place.journal.tokens()
    const db = new DatabaseSync(place.path)
    db.exec('PRAGMA user_version = 99')
    db.close()
    const before = readFileSync(place.path)
    expect(() => createJournal(place.directory).tokens()).toThrow(
      expect.objectContaining({ code: 'journal_unusable' }),
    )
    expect(readFileSync(place.path)).toEqual(before)
  })

  it.each([
    ['is no database', Buffer.from('this is not SQLite at all')],
    ['was cut short', null],
  ])('that %s is set aside whole, refuses until the next start, and then begins anew', (_what, content) => {
    using place = opened()
    place.journal.tokens().add(ownUser(), VIEWER)
    place.journal.close()
    const bytes = content ?? readFileSync(place.path).subarray(0, 9000)
    writeFileSync(place.path, bytes)
    const damaged = createJournal(place.directory)
    for (let attempt = 0; attempt < 2; attempt += 1)
      expect(() => damaged.tokens()).toThrow(expect.objectContaining({ code: 'journal_damaged' }))
    const aside =
      readdirSync(place.directory).find((name) => /^journal\.db\.set-aside-[^-]+$/.test(name)) ?? ''
    expect(readFileSync(join(place.directory, aside))).toEqual(bytes)
    const next = createJournal(place.directory)
    expect(next.tokens().list()).toEqual([])
    next.close()
  })

  it('on a full disk refuses by name, and loses nothing that it had', () => {
    using place = opened()
    mkdirSync(place.directory)
    chmodSync(place.directory, 0o700)
    const script = `
      const { createJournal } = await import('#lib/journal/journal.ts')
      const { ownUser } = await import('#lib/store/own-user.ts')
      const { writeFileSync } = await import('node:fs')
      const journal = createJournal(process.argv[1])
      const tokens = journal.tokens()
      const request = { role: 'viewer', name: 'n'.repeat(3000), lifeMs: null }
      tokens.add(ownUser(), request)
      try { writeFileSync(process.argv[1] + '/full', Buffer.alloc(1e6)) } catch {}
      let code = ''
      for (let nth = 0; nth < 100 && code === ''; nth += 1) {
        try { tokens.add(ownUser(), request) } catch (error) { code = error.code }
      }
      console.log(code, tokens.list().length > 0, journal.audit().verify().whole)`
    const mount = `mount -t tmpfs -o size=200k tmpfs '${place.directory}' && exec '${process.execPath}' --input-type=module -e "$0" '${place.directory}'`
    const { stdout, stderr } = spawnSync(
      'unshare',
      ['--user', '--map-root-user', '--mount', 'sh', '-c', mount, script],
      {
        encoding: 'utf8',
        cwd: root,
      },
    )
    expect([stdout, stderr]).toEqual(['journal_unusable true true\n', ''])
  })
})

describe('a token', () => {
  it('is kept as a hash, and its text is shown once', () => {
    using place = opened()
    const { text, token } = place.journal.tokens().add(ownUser(), VIEWER)
    expect(text).toMatch(/^trinitas_[0-9a-f]{16}_[A-Za-z0-9_-]{43}$/)
    const [, , secret = ''] = /^(trinitas_[0-9a-f]{16}_)(.*)$/.exec(text) ?? []
    place.journal.close()
    const bytes = readFileSync(place.path).toString('latin1')
    expect([bytes.includes(token.id), bytes.includes(secret)]).toEqual([true, false])
  })

  it('says when a browser last signed in with it, by itself or by its link', () => {
    const clock = { nowMs: Date.now() }
    using place = opened(() => clock.nowMs)
    const tokens = place.journal.tokens()
    const [used, linked, unused] = [1, 2, 3].map(() => tokens.add(ownUser(), VIEWER))
    if (used === undefined || linked === undefined || unused === undefined)
      throw new Error('There are three.')
    tokens.signIn(used.text, 'here')
    clock.nowMs += 1000
    tokens.signIn(used.text, 'here')
    tokens.signIn(tokens.addLink(ownUser(), linked.token).text, 'here')
    clock.nowMs += 1000
    tokens.addLink(ownUser(), unused.token)
    const atMs = clock.nowMs - 1000
    expect(tokens.lastSignIns()).toEqual(
      new Map([
        [used.token.id, atMs],
        [linked.token.id, atMs],
      ]),
    )
  })

  it('has a secret of its own, which its id does not tell', () => {
    using place = opened()
    const tokens = place.journal.tokens()
    const [one, two] = [tokens.add(ownUser(), VIEWER), tokens.add(ownUser(), VIEWER)]
    const mixed = `trinitas_${one.token.id}_${two.text.slice(-43)}`
    expect(tokens.check(one.text)).toMatchObject({ found: true, token: { id: one.token.id } })
    for (const text of [mixed, one.token.id, '', `${one.text} `, one.text.toUpperCase()])
      expect(tokens.check(text)).toEqual({ found: false, reason: 'unknown' })
  })

  it('lasts until its time, to the millisecond, or for ever', () => {
    let nowMs = 1_000_000
    using place = opened(() => nowMs)
    const tokens = place.journal.tokens()
    const [short, long] = [tokens.add(ownUser(), VIEWER), tokens.add(ownUser(), { ...VIEWER, lifeMs: null })]
    nowMs += 59_999
    expect(tokens.check(short.text).found).toBe(true)
    nowMs += 1
    expect(tokens.check(short.text)).toEqual({ found: false, reason: 'expired' })
    nowMs += 1e12
    expect(tokens.isValid(long.token.id)).toBe(true)
  })

  it('takes the browsers along that signed in with it', () => {
    using place = opened()
    const tokens = place.journal.tokens()
    const token = tokens.add(ownUser(), VIEWER)
    const direct = tokens.signIn(token.text, '127.0.0.1')
    const byLink = tokens.signIn(tokens.addLink(ownUser(), token.token).text, '127.0.0.1')
    if (!direct.found || !byLink.found) throw new Error('Both must sign in.')
    expect([direct, byLink].map(({ text }) => tokens.check(text).found)).toEqual([true, true])
    expect(tokens.list().map(({ id }) => id)).toEqual([token.token.id])
    tokens.revoke(ownUser(), token.token.id)
    for (const { text } of [direct, byLink])
      expect(tokens.check(text)).toEqual({ found: false, reason: 'revoked' })
  })

  it.each([
    { role: 'viewer', name: 'v', via: 'token', tokenId: 'x' },
    { role: 'share', name: 's', via: 'token', tokenId: 'x' },
  ] as const satisfies Identity[])(
    'is not made, linked or revoked by a $role, whatever the gate said',
    (identity) => {
      using place = opened()
      const tokens = place.journal.tokens()
      const { token } = tokens.add(ownUser(), VIEWER)
      for (const attempt of [
        () => tokens.add(identity, VIEWER),
        () => tokens.addLink(identity, token),
        () => tokens.revoke(identity, token.id),
      ])
        expect(attempt).toThrow(expect.objectContaining({ code: 'refused' }))
      expect(tokens.isValid(token.id)).toBe(true)
    },
  )

  it('that is revoked twice, or is not there, says so', () => {
    using place = opened()
    const tokens = place.journal.tokens()
    const { token } = tokens.add(ownUser(), VIEWER)
    const first = tokens.revoke(ownUser(), token.id)
    expect(tokens.revoke(ownUser(), token.id).revokedAtMs).toBe(first.revokedAtMs)
    expect(() => tokens.revoke(ownUser(), 'nope')).toThrow(
      expect.objectContaining({ code: 'token_not_found' }),
    )
    expect(
      place.journal
        .audit()
        .latest(10)
        .map(({ action }) => action),
    ).toEqual(['token_revoke', 'token_add'])
  })
})

describe('the audit', () => {
  const event = (nth: number) =>
    ({ user: 'somebody', action: 'test', outcome: 'done', detail: { nth } }) as const

  it('is one chain, also of what several processes write at once', async () => {
    using place = opened()
    place.journal.audit().append(event(0))
    const script = `
      const { createJournal } = await import('#lib/journal/journal.ts')
      const audit = createJournal(process.argv[1]).audit()
      for (let nth = 0; nth < 50; nth += 1) audit.append({ user: 'u', action: 'a', outcome: 'done', detail: { nth } })`
    const write = () =>
      promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, place.directory])
    await Promise.all([write(), write(), write()])
    expect(place.journal.audit().verify()).toEqual({ whole: true, rows: 151 })
  })

  it.each([
    ['changed', "UPDATE audit SET user = 'another' WHERE seq = 3", 3],
    ['changed in its detail', 'UPDATE audit SET detail = \'{"nth": 2}\' WHERE seq = 3', 3],
    ['taken out', 'DELETE FROM audit WHERE seq = 3', 3],
    [
      'exchanged',
      'UPDATE audit SET seq = CASE seq WHEN 2 THEN -1 WHEN 3 THEN 2 END WHERE seq IN (2, 3); UPDATE audit SET seq = 3 WHERE seq = -1',
      2,
    ],
    [
      'added',
      'INSERT INTO audit SELECT 7, at_ms, user, action, outcome, detail, hash FROM audit WHERE seq = 6',
      7,
    ],
  ])('tells that a row was %s', (_what, sql, seq) => {
    using place = opened()
    const audit = place.journal.audit()
    for (let nth = 0; nth < 6; nth += 1) audit.append(event(nth))
    expect(audit.verify()).toEqual({ whole: true, rows: 6 })
    const db = new DatabaseSync(place.path)
    db.exec(sql)
    db.close()
    expect(audit.verify()).toEqual({ whole: false, brokenAtSeq: seq })
  })
})
