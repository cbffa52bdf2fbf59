import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createJournal } from '#lib/journal/journal.ts'
import { root, runTrinitas } from '#lib/testing/run-command.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'

const SECRET = /trinitas_[0-9a-f]{16}_[A-Za-z0-9_-]{43}/
const DAY_MS = 86_400_000

const run = (home: TemporaryHome, ...args: string[]) => runTrinitas(['token', ...args, '--home', home.path])
const addJson = (home: TemporaryHome, ...args: string[]) =>
  JSON.parse(run(home, 'add', '--json', ...args).out) as {
    token: { id: string; role: string; name: string; state: string; createdAt: string; expiresAt: string }
    text: string
    link: string
  }
const listJson = (home: TemporaryHome) =>
  JSON.parse(run(home, 'list', '--json').out).tokens as { id: string; state: string; role: string }[]

describe('trinitas token', () => {
  it('makes a token that is shown once, says what it is for, and how it is used', () => {
    using home = temporaryHome()
    const { out, err, code } = run(home, 'add', '--name', 'Ada’s phone')
    expect([err, code]).toEqual(['', 0])
    expect(out).toMatch(/^Token [0-9a-f]{16} for Ada’s phone \(viewer\), until \d{4}-\d\d-\d\d/)
    expect(out).toMatch(/^ {2}trinitas_/m)
    expect(out).toContain('Authorization: Bearer TOKEN')
    expect(out).toMatch(/http:\/\/127\.0\.0\.1:4680\/sign-in#trinitas_/)
    const secrets = out.match(new RegExp(SECRET, 'g')) ?? []
    expect(secrets).toHaveLength(2)
    const listed = run(home, 'list')
    expect(listed.out).toMatch(/viewer {2}token {4}until .* {2}Ada’s phone$/m)
    for (const secret of secrets) {
      const secretPart = secret.slice(-43)
      expect(listed.out).not.toContain(secretPart)
      for (const name of readdirSync(join(home.path, 'monitor')))
        expect(readFileSync(join(home.path, 'monitor', name), 'latin1')).not.toContain(secretPart)
    }
  })

  it('lasts thirty days, as long as was asked for, or for ever', () => {
    using home = temporaryHome()
    const lifeOf = (...args: string[]): number | null => {
      const { createdAt, expiresAt } = addJson(home, ...args).token
      return expiresAt === null ? null : Date.parse(expiresAt) - Date.parse(createdAt)
    }
    expect([
      lifeOf(),
      lifeOf('--expires', '12h'),
      lifeOf('--expires', '7d'),
      lifeOf('--expires', 'never'),
    ]).toEqual([30 * DAY_MS, DAY_MS / 2, 7 * DAY_MS, null])
  })

  it('is a viewer’s unless it is said to be an owner’s', () => {
    using home = temporaryHome()
    expect([addJson(home).token.role, addJson(home, '--role', 'owner').token.role]).toEqual([
      'viewer',
      'owner',
    ])
  })

  it('lets somebody in until it is revoked, and says so in the list and the audit', () => {
    using home = temporaryHome()
    const { token, text } = addJson(home, '--name', 'gone soon')
    const check = () => {
      const journal = createJournal(join(home.path, 'monitor'))
      const result = journal.tokens().check(text)
      journal.close()
      return result
    }
    expect(check()).toMatchObject({ found: true, token: { role: 'viewer' } })
    expect(run(home, 'revoke', token.id)).toMatchObject({
      code: 0,
      out: expect.stringContaining('gone soon'),
    })
    expect(check()).toEqual({ found: false, reason: 'revoked' })
    expect(listJson(home)).toMatchObject([{ id: token.id, state: 'revoked' }])
    expect(run(home, 'list').out).toContain('revoked')
    // Again is no fault: what was wanted is so.
    expect(run(home, 'revoke', token.id).code).toBe(0)
    const journal = createJournal(join(home.path, 'monitor'))
    expect(
      journal
        .audit()
        .latest(10)
        .map(({ action }) => action),
    ).toEqual(['token_revoke', 'token_add'])
    journal.close()
  })

  it.each(['000', '022', '077'])('keeps what it writes from everybody else under umask %s', (umask) => {
    using home = temporaryHome()
    home.result({ session_id: 's' })
    const before = snapshotTree(home.results)
    for (const args of [
      ['status', '--json'],
      ['token', 'add'],
    ]) {
      const command = [`${root}bin/trinitas`, ...args, '--home', home.path]
      const { code } = runTrinitas(['-c', `umask ${umask} && exec "$@"`, 'sh', ...command], {
        binary: '/bin/sh',
      })
      expect(code).toBe(0)
    }
    expect(snapshotTree(home.results)).toEqual(before)
    expect(statSync(join(home.path, 'monitor')).mode & 0o777).toBe(0o700)
    const names = readdirSync(join(home.path, 'monitor'))
    expect(names).toEqual(expect.arrayContaining(['history.db', 'journal.db']))
    for (const name of names) expect(statSync(join(home.path, 'monitor', name)).mode & 0o777).toBe(0o600)
  })

  it('shows a name with what it hides, so that no list steers a terminal', () => {
    using home = temporaryHome()
    addJson(home, '--name', 'a\u001b[2Jb\u202ec')
    const { out } = run(home, 'list')
    expect(out).toContain('a\\u{1b}[2Jb\\u{202e}c')
  })

  it('without any says how to make one', () => {
    using home = temporaryHome()
    expect(run(home, 'list').out).toBe('=== Tokens ===\nNone. "trinitas token add" makes one.\n')
  })

  it.each([
    [['add', '--role', 'admin'], '--role is "admin": expected viewer or owner.'],
    [['add', '--role', 'share'], 'expected viewer or owner.'],
    [
      ['add', '--expires', 'soon'],
      '--expires is "soon": expected a time such as 12h or 30d, of at most ten years, or never.',
    ],
    [['add', '--expires', '0'], 'expected a time such as'],
    [['add', '--expires', '-1d'], '--expires'],
    [['add', '--expires', '9999999999d'], 'of at most ten years'],
    [['add', '--name', ' '], '--name has 0 characters: expected 1 to 100.'],
    [['add', '--name', 'x'.repeat(101)], '--name has 101 characters'],
    [['add', 'extra'], 'Expected 0 argument(s), found 1'],
    [['revoke'], 'Expected 1 argument(s), found 0'],
    [['revoke', 'nobody'], 'There is no token "nobody". "trinitas token list" lists them.'],
    [['dance'], 'There is no command "token dance"'],
    [[], 'token'],
  ])('refuses %j with 2, and makes nothing', (args, message) => {
    using home = temporaryHome()
    const { out, err, code } = run(home, ...args)
    expect([out, code]).toEqual(['', 2])
    expect(err).toContain(message)
    expect(listJson(home)).toEqual([])
  })

  it('needs a home that is there', () => {
    const { err, code } = runTrinitas(['token', 'add', '--home', '/nowhere/at/all'])
    expect([code, err]).toEqual([2, expect.stringContaining('There is no Trinitas home')])
  })
})
