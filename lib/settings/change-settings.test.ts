import { describe, expect, it } from 'vitest'
import type { ConfigSources } from '#lib/config.ts'
import type { SettingChange } from '#lib/model/setting.ts'
import { prepareChange } from './change-settings.ts'
import { SETTINGS } from './describe-settings.ts'
import { pathInFile } from './find-in-file.ts'
import { showSettings } from './show-settings.ts'

const sources = (change: Partial<ConfigSources> = {}): ConfigSources => ({
  flags: { home: '/h' },
  env: {},
  userHome: '/home/u',
  workingDirectory: '/',
  readConfigFile: () => null,
  ...change,
})

const prepare = (text: string | null, changes: SettingChange[], of: Partial<ConfigSources> = {}) =>
  prepareChange(sources(of), text, changes)

function refusedFor(text: string | null, changes: SettingChange[], of: Partial<ConfigSources> = {}) {
  const prepared = prepare(text, changes, of)
  if (prepared.kind !== 'refused') throw new Error('It was not refused.')
  return prepared.faults
}

function textOf(text: string | null, changes: SettingChange[]): string {
  const prepared = prepare(text, changes)
  if (prepared.kind !== 'prepared') throw new Error(JSON.stringify(prepared.faults))
  return prepared.text
}

describe('a change of settings', () => {
  it('is told with what was so and what will be', () => {
    const prepared = prepare('{ "activeWindowMs": "9m" }', [
      { path: ['activeWindowMs'], value: null },
      { path: ['retention', 'completed'], value: '14d' },
      { path: ['schedule', 'clean_up', 'enabled'], value: true },
      { path: ['alerts', 'rules', 'error_rate', 'threshold'], value: '30 %' },
    ])
    expect(prepared).toMatchObject({
      kind: 'prepared',
      changed: [
        { path: ['activeWindowMs'], from: '9m', to: '5m' },
        { path: ['retention', 'completed'], from: '7d', to: '14d' },
        { path: ['schedule', 'clean_up', 'enabled'], from: 'off', to: 'on' },
        { path: ['alerts', 'rules', 'error_rate', 'threshold'], from: '20 %', to: '30 %' },
      ],
    })
  })

  it('is none where all is so already, however it is written', () => {
    const text = '{ "activeWindowMs": 60000 }'
    const so: SettingChange[] = [
      { path: ['activeWindowMs'], value: '60s' },
      { path: ['retention', 'logs'], value: '30d' },
      { path: ['runLimit'], value: null },
    ]
    expect(prepare(text, so)).toMatchObject({ kind: 'prepared', text, changed: [] })
    expect(textOf(text, [...so, { path: ['runLimit'], value: 5 }])).toBe(
      '{ "activeWindowMs": 60000, "runLimit": 5 }',
    )
  })

  it('is refused with every fault, each at its setting', () => {
    const faults = refusedFor(null, [
      { path: ['activeWindowMs'], value: 'soon' },
      { path: ['retention', 'failed'], value: '1s' },
      { path: ['schedule', 'clean_up', 'cron'], value: 'at noon!' },
      { path: ['alerts', 'rules', 'error_rate', 'threshold'], value: '200 %' },
      { path: ['runLimit'], value: 0 },
    ])
    expect(faults.map(({ path }) => path.join('.')).sort()).toEqual([
      'activeWindowMs',
      'alerts.rules.error_rate.threshold',
      'retention.failed',
      'runLimit',
      'schedule.clean_up.cron',
    ])
    for (const { message } of faults) expect(message).toMatch(/^Expected /)
  })

  it('is refused where a threshold is no longer on its side of the one that clears', () => {
    const text = '{ "alerts": { "rules": { "error_rate": { "clearThreshold": "20 %" } } } }'
    expect(
      refusedFor(text, [{ path: ['alerts', 'rules', 'error_rate', 'threshold'], value: '10 %' }]),
    ).toEqual([
      {
        path: ['alerts', 'rules', 'error_rate', 'clearThreshold'],
        message: 'Expected one at or below the threshold.',
      },
    ])
  })

  it('is refused for what a flag or a variable gives, for what takes a restart, and for what is unknown', () => {
    const given = { flags: { home: '/h', settle: '1s' }, env: { TRINITAS_KEEP_LOGS: '9d' } }
    const changes: SettingChange[] = [
      { path: ['settleMs'], value: '2s' },
      { path: ['retention', 'logs'], value: '2d' },
      { path: ['host'], value: '0.0.0.0' },
      { path: ['colour'], value: 'red' },
      { path: ['__proto__', 'x'], value: 'y' },
    ]
    const faults = refusedFor(null, changes, given)
    expect(faults.map(({ message }) => message)).toEqual([
      'This is given by --settle, which goes before the config file.',
      'This is given by TRINITAS_KEEP_LOGS, which goes before the config file.',
      expect.stringContaining('decided where the server is started'),
      'There is no setting "colour".',
      'There is no setting "__proto__.x".',
    ])
  })

  it('is refused in a file that cannot be read, with its line', () => {
    const [fault] = refusedFor('{\n  "port": \n}', [{ path: ['runLimit'], value: 5 }])
    expect(fault).toEqual({
      path: [],
      message: expect.stringContaining('in line 3. Correct it in an editor'),
    })
    expect(refusedFor('[]', [{ path: ['runLimit'], value: 5 }])).toHaveLength(1)
  })

  it('mends a file by the setting that is wrong in it', () => {
    const text = '{ "runLimit": "many" }'
    expect(textOf(text, [{ path: ['runLimit'], value: 1000 }])).toBe('{ "runLimit": 1000 }')
    expect(prepare(text, [{ path: ['runLimit'], value: 1000 }])).toMatchObject({
      changed: [{ from: '"many" (wrong)', to: '1000' }],
      left: [],
    })
    expect(refusedFor(text, [{ path: ['runLimit'], value: 'many' }])).toMatchObject([{ path: ['runLimit'] }])
  })

  it('leaves what else is wrong as it is, says so, and makes nothing worse', () => {
    const text = '{ "runLimit": "many", "retention": 5 }'
    expect(prepare(text, [{ path: ['settleMs'], value: '2s' }])).toMatchObject({
      text: '{ "runLimit": "many", "retention": 5, "settleMs": "2s" }',
      left: [{ path: ['runLimit'] }, { path: [] }],
    })
    expect(prepare(text, [{ path: ['retention', 'failed'], value: '8d' }])).toMatchObject({
      left: [{ path: ['runLimit'] }],
    })
    expect(refusedFor(text, [{ path: ['settleMs'], value: 'soon' }])).toMatchObject([{ path: ['settleMs'] }])
  })

  it('takes out what is no setting where that mends the file', () => {
    const text = '{ "a.b": { "c.d": 1 }, "schedule": { "clean_up": 5 }, "retention": { "failed": "8d" } }'
    const out = (name: string) => prepare(text, [{ path: pathInFile(text, name) ?? [name], value: null }])
    expect(out('a.b')).toMatchObject({ changed: [{ path: ['a.b'], from: 'unknown', to: 'taken out' }] })
    expect(out('schedule.clean_up')).toMatchObject({ kind: 'prepared', left: [{ path: [] }] })
    for (const name of ['retention', 'a.b.c.d', 'colour']) expect(out(name).kind, name).toBe('refused')
  })

  it('takes out a webhook that is wrong by its name', () => {
    const text = '{ "alerts": { "webhooks": [ { "name": "a.b", "url": "s3cret" } ] } }'
    const path = pathInFile(text, 'alerts.webhooks.a.b') ?? []
    expect(prepare(text, [{ path, value: null }])).toMatchObject({
      text: '{ "alerts": { "webhooks": [ ] } }',
      changed: [{ path: ['alerts', 'webhooks', 'a.b'], from: 'wrong', to: 'none' }],
      left: [],
    })
  })

  it('mends what takes a restart for whoever may write the file anyway, and for nobody else', () => {
    const text = '{ "port": "many" }'
    const change = { path: ['port'], value: 4681 }
    expect(refusedFor(text, [change])).toMatchObject([{ path: ['port'] }])
    const mended = prepareChange(sources(), text, [change], { atStart: true })
    expect(mended).toMatchObject({ text: '{ "port": 4681 }', left: [] })
    expect(prepareChange(sources(), '{}', [change], { atStart: true }).kind).toBe('refused')
  })

  it('adds webhooks and takes them out by their names, and keeps terms of single agents', () => {
    const text =
      '{ "alerts": { "rules": { "error_rate": { "agents": { "a": { "threshold": 0.5 } } } }, "webhooks": [ { "name": "a", "url": "https://example.org/s3cret" } ] } }'
    const url = 'https://example.com/other'
    const added = prepare(text, [
      { path: ['alerts', 'webhooks', 'b'], value: { url, format: 'slack', allowPrivate: false } },
      { path: ['alerts', 'webhooks', 'a'], value: null },
      { path: ['alerts', 'rules', 'error_rate', 'threshold'], value: '25 %' },
    ])
    if (added.kind === 'refused') throw new Error(JSON.stringify(added.faults))
    expect(added.config.alerts.webhooks).toEqual([{ name: 'b', url, format: 'slack', allowPrivate: false }])
    expect(added.config.alerts.rules.error_rate.agents.a?.threshold).toBe(0.5)
    expect(JSON.stringify(added.changed)).not.toMatch(/s3cret|other/)
  })

  it('says what is wrong with the address of a webhook, and not the address', () => {
    const value = { url: 'ftp://s3cret', format: 'json' as const, allowPrivate: false }
    const faults = refusedFor(null, [{ path: ['alerts', 'webhooks', 'b'], value }])
    expect(JSON.stringify(faults)).toContain('expected an address that begins with https://')
    expect(JSON.stringify(faults)).not.toContain('s3cret')
  })
})

describe('the settings that are shown', () => {
  const shown = (text: string | null, of: Partial<ConfigSources> = {}) => {
    const prepared = prepareChange(sources(of), text, [])
    if (prepared.kind === 'refused') throw new Error(JSON.stringify(prepared.faults))
    const { config } = prepared
    const settings = showSettings({ sources: sources(of), text, current: config, next: config })
    return new Map(settings.map((setting) => [setting.path.join('.'), setting]))
  }

  it('say where each comes from, and are locked where that is not the file', () => {
    const settings = shown('{ "runLimit": 5 }', {
      flags: { home: '/h', settle: '1s' },
      env: { TRINITAS_KEEP_LOGS: '9d' },
    })
    expect(settings.get('runLimit')).toMatchObject({ value: 5, source: { from: 'file' }, locked: null })
    expect(settings.get('settleMs')).toMatchObject({ value: '1s', locked: 'from --settle, locked here' })
    expect(settings.get('retention.logs')).toMatchObject({
      value: '9d',
      usual: '30d',
      source: { from: 'environment', name: 'TRINITAS_KEEP_LOGS' },
      locked: 'from TRINITAS_KEEP_LOGS, locked here',
    })
    expect(settings.get('retention.trash')).toMatchObject({ value: '7d', source: { from: 'default' } })
  })

  it('can each be written as they are shown', () => {
    for (const { path, kind, value, locked } of shown(null).values()) {
      if (locked !== null) continue
      const other = kind.type === 'switch' ? value !== true : value
      const prepared = prepare(null, [{ path, value: other }])
      expect(prepared, path.join('.')).toMatchObject({ kind: 'prepared' })
    }
    expect(SETTINGS.length).toBeGreaterThan(80)
  })
})
