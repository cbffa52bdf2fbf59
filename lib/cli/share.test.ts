import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runTrinitas } from '#lib/testing/run-command.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'

const DAY_MS = 86_400_000
const LINK = /http:\/\/127\.0\.0\.1:4680\/s\/trinitas_([0-9a-f]{16})_([A-Za-z0-9_-]{43})/

const run = (home: TemporaryHome, ...args: string[]) => runTrinitas(['share', ...args, '--home', home.path])

type Described = {
  id: string
  name: string
  state: string
  createdAt: string
  expiresAt: string
  range: unknown
  agents: string[]
  outcomes: string[]
  compare: boolean
  shows: string[]
}

const makeJson = (home: TemporaryHome, ...args: string[]): Described =>
  JSON.parse(run(home, '--json', '--name', 'Team', ...args).out).share
const listJson = (home: TemporaryHome): Described[] => JSON.parse(run(home, 'list', '--json').out).shares

describe('trinitas share', () => {
  it('makes a link that is shown once, and says whom it is for and where it is reached', () => {
    using home = temporaryHome()
    const { out, err, code } = run(home, '--name', 'Team', '--within', '7d')
    expect([err, code]).toEqual(['', 0])
    const [, id, secret = ''] = LINK.exec(out) ?? []
    expect(out).toMatch(new RegExp(`^Share link ${id} {2}until \\d{4}-.*the last 7 d {2}Team\\n`))
    expect(out).toContain('nobody reaches it from another one')
    expect(secret).toHaveLength(43)
    const listed = run(home, 'list').out
    expect(listed).toMatch(new RegExp(`^${id} {2}until .* {2}never used {2}the last 7 d {2}Team$`, 'm'))
    for (const name of readdirSync(join(home.path, 'monitor')))
      expect(readFileSync(join(home.path, 'monitor', name), 'latin1')).not.toContain(secret)
  })

  it('is of the last day for seven days with nothing ticked, or of what was asked for', () => {
    using home = temporaryHome()
    const plain = makeJson(home)
    expect(Date.parse(plain.expiresAt) - Date.parse(plain.createdAt)).toBe(7 * DAY_MS)
    expect(plain).toMatchObject({ range: { withinMs: DAY_MS }, agents: [], compare: false, shows: [] })
    const [from, to] = ['2026-11-24T10:00:00.000Z', '2026-11-25T10:00:00.000Z']
    const times = ['--from', from, '--to', to]
    const filter = ['--agent', 'a,b', '--status', 'error,timeout', '--compare', '--show', 'sessions,errors']
    const asked = makeJson(home, ...times, ...filter, '--expires', '90d')
    expect(Date.parse(asked.expiresAt) - Date.parse(asked.createdAt)).toBe(90 * DAY_MS)
    expect(asked).toMatchObject({
      range: { from, to },
      agents: ['a', 'b'],
      outcomes: ['error', 'timeout'],
      compare: true,
      shows: ['errors', 'sessions'],
    })
  })

  it('is revoked, which the list and the audit say', () => {
    using home = temporaryHome()
    const { id } = makeJson(home)
    expect(run(home, 'revoke', id)).toMatchObject({ code: 0, out: expect.stringContaining('revoked') })
    expect(listJson(home)).toMatchObject([{ id, state: 'revoked' }])
    const { out } = runTrinitas(['audit', '--home', home.path])
    expect(out).toMatch(/share_add/)
    expect(out).toMatch(/token_revoke/)
    expect(runTrinitas(['audit', '--verify', '--home', home.path]).code).toBe(0)
  })

  it.each([
    [[], '--name is missing'],
    [['--name', ' '], 'name: expected a name'],
    [['--name', 'x'.repeat(101)], 'name: expected at most 100 characters'],
    [['--name', 'T', '--expires', '91d'], 'of at most 90d'],
    [['--name', 'T', '--expires', '0'], 'expected a time such as 12h or 7d'],
    [['--name', 'T', '--expires', 'never'], '--expires is "never": expected a time such as 12h or 7d'],
    [
      ['--name', 'T', '--show', 'answers'],
      '--show is "answers": expected a list of errors, projects, sessions.',
    ],
    [['--name', 'T', '--within', '2y'], '--within is "2y": expected a time such as 15m, 24h or 7d'],
    [['--name', 'T', '--from', 'soon'], '--from is "soon": expected a time such as 2026-11-24T10:00:00Z'],
    [['--name', 'T', '--status', 'sad'], '--status is "sad": expected success, error'],
    [['extra'], 'Expected 0 argument(s), found 1'],
    [['revoke', 'nobody'], 'There is no share link "nobody". "trinitas share list" lists them.'],
  ])('refuses %j with 2, and makes nothing', (args, message) => {
    using home = temporaryHome()
    const { out, err, code } = run(home, ...args)
    expect([out, code]).toEqual(['', 2])
    expect(err).toContain(message)
    expect(listJson(home)).toEqual([])
  })
})
