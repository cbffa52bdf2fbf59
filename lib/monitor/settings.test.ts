import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Config, type ConfigSources, resolveConfig } from '#lib/config.ts'
import { createJournal, type Journal } from '#lib/journal/journal.ts'
import type { Identity } from '#lib/model/identity.ts'
import { createMonitor } from '#lib/monitor.ts'
import { ownUser } from '#lib/store/own-user.ts'
import { readConfigFile } from '#lib/store/read-config-file.ts'
import { followMonitor, tells } from '#lib/testing/follow-monitor.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'
import { createLiveConfig, type LiveConfig } from './live-config.ts'
import { createSettings, type Settings } from './settings.ts'

const VIEWER: Identity = { role: 'viewer', name: 'Ada', via: 'token', tokenId: 't' }

let home: TemporaryHome
let file: string
let journal: Journal
let live: LiveConfig
let settings: Settings
const owner = ownUser()

function open(flags: Record<string, string> = {}): void {
  const sources: ConfigSources = {
    flags: { home: home.path, ...flags },
    env: {},
    userHome: home.path,
    workingDirectory: '/',
    readConfigFile,
  }
  live = createLiveConfig(sources, resolveConfig(sources))
  settings = createSettings({ live, home: home.path, journal })
}

beforeEach(() => {
  home = temporaryHome()
  mkdirSync(join(home.path, 'monitor'), { mode: 0o700 })
  file = join(home.path, 'monitor/config.jsonc')
  journal = createJournal(join(home.path, 'monitor'))
  open()
})
afterEach(() => {
  live.close()
  journal.close()
  home.remove()
})

const set = (value: string | null, basedOn: string | null = null) =>
  settings.change(owner, basedOn, [{ path: ['activeWindowMs'], value }])
const textOf = (path = file): string => readFileSync(path, 'utf8')
const modeOf = (path = file): number => statSync(path).mode & 0o777
const digest = (): string => settings.view(owner).digest

describe('the config file', () => {
  it('is made for its user alone, and is in force at once', () => {
    const seen: Config[] = []
    live.onChange((config) => seen.push(config))
    expect(set('2m')).toMatchObject({ kind: 'changed', changed: [{ from: '5m', to: '2m' }] })
    expect(textOf()).toBe('{\n  "activeWindowMs": "2m"\n}\n')
    expect(modeOf()).toBe(0o600)
    expect(seen.map(({ activeWindowMs }) => activeWindowMs)).toEqual([120_000])
    expect(live.now().activeWindowMs).toBe(120_000)
  })

  it('keeps its mode, but for rights that are nobody else’s business', () => {
    for (const [mode, kept] of [
      [0o644, 0o644],
      [0o664, 0o644],
      [0o640, 0o640],
      [0o600, 0o600],
    ] as const) {
      writeFileSync(file, '{}')
      chmodSync(file, mode)
      set('3m')
      expect(modeOf()).toBe(kept)
    }
  })

  it('is for its user alone once it holds an address of a webhook', () => {
    writeFileSync(file, '{}')
    chmodSync(file, 0o644)
    const url = 'https://example.org/s3cret'
    settings.change(owner, null, [
      { path: ['alerts', 'webhooks', 'team'], value: { url, format: 'json', allowPrivate: false } },
    ])
    expect(modeOf()).toBe(0o600)
    expect(JSON.stringify(settings.view(owner))).not.toContain('s3cret')
    expect(JSON.stringify(journal.audit().latest(10))).not.toContain('s3cret')
    expect(settings.view(owner).webhooks).toEqual([
      { name: 'team', format: 'json', allowPrivate: false, maskedUrl: 'https://example.org/…' },
    ])
  })

  it('is written where a link leads, and the link stays', () => {
    const target = join(home.path, 'dotfiles.jsonc')
    writeFileSync(target, '{ // mine\n}\n', { mode: 0o600 })
    symlinkSync(target, file)
    set('2m')
    expect(readlinkSync(file)).toBe(target)
    expect(textOf(target)).toBe('{ // mine\n  "activeWindowMs": "2m"\n}\n')
    expect(lstatSync(target).isFile()).toBe(true)
  })

  it('is left alone where a link leads nowhere, where it is no file, and where everybody may write it', () => {
    symlinkSync(join(home.path, 'gone'), file)
    expect(() => set('2m')).toThrow('leads nowhere')
    const other = join(home.path, 'open.jsonc')
    writeFileSync(other, '{}')
    open({ config: other })
    chmodSync(other, 0o666)
    expect(() => set('2m')).toThrow('may be written by everybody')
    expect(textOf(other)).toBe('{}')
  })

  it('is left alone where it says something else by now', () => {
    const before = digest()
    writeFileSync(file, '{ "runLimit": 5 }', { mode: 0o600 })
    expect(() => set('2m', before)).toThrow('was changed meanwhile')
    expect(textOf()).toBe('{ "runLimit": 5 }')
    expect(set('2m', digest())).toMatchObject({ kind: 'changed' })
  })

  it('is not written where nothing is another, nor where anything is wrong', () => {
    const text = '{ "activeWindowMs": "2m" /* so */ }'
    writeFileSync(file, text, { mode: 0o600 })
    live.reload()
    const { mtimeMs, ino } = statSync(file)
    expect(set('120s')).toMatchObject({ kind: 'changed', changed: [] })
    expect(set('never')).toMatchObject({ kind: 'refused', faults: [{ path: ['activeWindowMs'] }] })
    expect(statSync(file)).toMatchObject({ mtimeMs, ino })
  })

  it('is as it was before, to the byte, once a change is undone', () => {
    const text = '\uFEFF{\r\n\t"runLimit": 5, // mine\r\n}'
    writeFileSync(file, text, { mode: 0o600 })
    live.reload()
    const outcome = set('2m')
    if (outcome.kind !== 'changed') throw new Error('It was refused.')
    expect(settings.undo(owner, outcome.digest)).toMatchObject({ changed: [{ from: '2m', to: '5m' }] })
    expect(textOf()).toBe(text)
    expect(live.now()).toMatchObject({ activeWindowMs: 300_000, runLimit: 5 })
    expect(() => settings.undo(owner, outcome.digest)).toThrow('can no longer be undone')
  })

  it('is gone once the change that made it is undone, and not undone over what somebody else wrote', () => {
    const made = set('2m')
    if (made.kind !== 'changed') throw new Error('It was refused.')
    settings.undo(owner, made.digest)
    expect(digest()).toBe('none')
    const again = set('3m')
    if (again.kind !== 'changed') throw new Error('It was refused.')
    writeFileSync(file, '{}')
    expect(() => settings.undo(owner, again.digest)).toThrow('was changed meanwhile')
    expect(textOf()).toBe('{}')
  })

  it('is changed by an owner alone, and who did is in the audit', () => {
    const change = { path: ['activeWindowMs'], value: '2m' }
    expect(() => settings.change(VIEWER, null, [change])).toThrow('only an owner')
    expect(() => settings.check(VIEWER, [change])).toThrow('only an owner')
    expect(() => settings.undo(VIEWER, 'none')).toThrow('only an owner')
    expect(digest()).toBe('none')
    set('2m')
    expect(journal.audit().latest(2)).toMatchObject([
      {
        user: owner.name,
        action: 'change_settings',
        outcome: 'done',
        detail: { setting: 'activeWindowMs', from: '5m', to: '2m' },
      },
      { action: 'change_settings', outcome: 'begun', detail: { file, settings: 'activeWindowMs' } },
    ])
    expect(journal.audit().verify()).toEqual({ whole: true, rows: 2 })
  })
})

describe('a config file that is changed by hand', { timeout: 60_000 }, () => {
  it('is in force a moment later', async () => {
    const changed = new Promise<Config>((resolve) => live.onChange(resolve))
    writeFileSync(file, '{ "activeWindowMs": "90s" }', { mode: 0o600 })
    expect((await changed).activeWindowMs).toBe(90_000)
  })

  it('changes nothing while it is wrong, says why to an owner, and is in force once it is right', async () => {
    const told: string[] = []
    live.onFault((fault) => told.push(fault))
    writeFileSync(file, '{ "runLimit": 7, "activeWindowMs": "s3cret" }', { mode: 0o600 })
    await vi.waitFor(() => expect(live.fault()).toContain('"activeWindowMs" is "s3cret"'), {
      timeout: 20_000,
    })
    expect(live.now()).toMatchObject({ runLimit: 1000, activeWindowMs: 300_000 })
    expect(told).toHaveLength(1)
    expect(settings.view(owner).fault).toContain('s3cret')
    expect(settings.view(VIEWER).fault).toBe('The config file has faults; an owner sees which.')
    writeFileSync(file, '{ "runLimit": 7 }')
    await vi.waitFor(() => expect(live.now().runLimit).toBe(7), { timeout: 40_000 })
    expect(live.fault()).toBeNull()
  })

  it('leaves what takes a restart as it is, and says so', async () => {
    writeFileSync(file, '{ "port": 1234, "requireToken": true }', { mode: 0o600 })
    await vi.waitFor(() => expect(live.next().port).toBe(1234), { timeout: 40_000 })
    expect(live.now()).toMatchObject({ port: 4680, requireToken: false })
    const waiting = settings.view(owner).settings.filter(({ afterRestart }) => afterRestart !== null)
    expect(waiting.map(({ path, value, afterRestart }) => [path[0], value, afterRestart])).toEqual([
      ['port', 4680, 1234],
      ['requireToken', false, true],
    ])
  })
})

describe('a monitor that is told of other settings', { timeout: 60_000 }, () => {
  it('judges sessions by them at once, and those that come later', async () => {
    home.result({ session_id: 'quiet' }, { ageMs: 120_000 })
    const monitor = createMonitor(live.now())
    try {
      const followed = followMonitor(monitor)
      await monitor.ready()
      const stateOf = async () => (await monitor.session('quiet'))?.session.state
      expect(await stateOf()).toBe('active')
      live.onChange(monitor.reconfigure)
      set('1m')
      await followed.until(tells('quiet', { state: 'stale' }))
      expect(await stateOf()).toBe('stale')
      home.result({ session_id: 'later' }, { ageMs: 90_000 })
      await followed.until(tells('later', { state: 'stale' }))
      set(null)
      await followed.until(({ counts }) => counts.active === 2 && counts.stale === 0)
    } finally {
      await monitor.close()
    }
  })

  it('draws other thresholds and masks secrets from then on', async () => {
    const key = `ghp_${'a1B2'.repeat(9)}`
    home.result({ session_id: 's', result: `the key is ${key}` })
    const monitor = createMonitor(live.now())
    try {
      await monitor.ready()
      const detail = await monitor.session('s')
      const answer = async () =>
        (await monitor.answer('s', detail?.runs[0]?.path ?? '', { whole: true }))?.markdown
      expect(await answer()).toContain(key)
      live.onChange(monitor.reconfigure)
      settings.change(owner, null, [
        { path: ['maskSecrets'], value: true },
        { path: ['alerts', 'rules', 'error_rate', 'threshold'], value: '40 %' },
      ])
      expect(await answer()).toContain('the key is')
      expect(await answer()).not.toContain(key)
      const untilMs = Date.now()
      const query = { agents: [], projects: [], outcomes: [], live: false, compare: false }
      const { thresholds } = await monitor.metrics({ ...query, fromMs: untilMs - 86_400_000, untilMs })
      expect(thresholds.successRate).toBeCloseTo(0.6)
    } finally {
      await monitor.close()
    }
  })
})
