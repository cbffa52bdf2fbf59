import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { HealthReport } from '#lib/model/health.ts'
import type { SettingsEvidence } from '#lib/model/health-evidence.ts'
import { createHealth, createMonitor, ownUser, writeHealthReport } from '#lib/monitor.ts'
import { configOf } from '#lib/testing/read-home.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { HOOKS, hookAt, soundHome } from '#lib/testing/sound-home.ts'
import { setAge, type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'
import { readClaudeSettings } from './read-claude-settings.ts'
import { readConfigFault } from './read-config-fault.ts'
import { readErrorLog } from './read-error-log.ts'
import { readHealthHistory } from './read-health-history.ts'
import { readHookTexts } from './read-hook-texts.ts'
import { readLeftovers } from './read-own-files.ts'
import { readStructure } from './read-structure.ts'
import { readWatchUse } from './read-watch-use.ts'

async function checkOf(home: TemporaryHome): Promise<HealthReport> {
  const monitor = createMonitor(configOf(home.path), { watch: false, keeping: 'never' })
  try {
    return await monitor.health()
  } finally {
    await monitor.close()
  }
}

/** What the settings beside a home say, which lie in the directory of its user here. */
function settingsOf(home: TemporaryHome, make: (path: string) => void): SettingsEvidence | undefined {
  const path = join(home.path, '.claude/settings.json')
  mkdirSync(dirname(path), { recursive: true })
  make(path)
  return readClaudeSettings({ home: home.path, userHome: home.path, configDirectory: undefined })[0]
}

const calling = (command: string): string =>
  JSON.stringify({ hooks: { PreToolUse: [{ matcher: 'Task', hooks: [{ type: 'command', command }] }] } })

describe('settings of Claude Code', () => {
  const INJECTOR = 'hooks/core/trinitas_protocol_injector.sh'

  it.each([
    ['bash %/hooks/core/trinitas_protocol_injector.sh pre', 'this'],
    ['"%/hooks/core/trinitas_protocol_injector.sh"', 'this'],
    ['"$HOME"/hooks/core/trinitas_protocol_injector.sh;true', 'this'],
    ["bash -c '~/hooks/core/trinitas_protocol_injector.sh'", 'this'],
    [`bash \${TRINITAS_HOME}/hooks/core/trinitas_protocol_injector.sh`, 'this'],
    ['$CLAUDE_PROJECT_DIR/trinitas_protocol_injector.sh', 'other'],
    ['%/copy/trinitas_protocol_injector.sh', 'other'],
    ['/nowhere/trinitas_protocol_injector.sh', 'nothing'],
    ['%/hooks/core/../core/trinitas_protocol_injector.sh', 'missing'],
    ['bash -c "$HOME/hooks/core/trinitas_protocol_injector.sh"', 'missing'],
  ])('that run %s lead to %s', (command, leadsTo) => {
    using home = soundHome()
    mkdirSync(join(home.path, 'copy'))
    writeFileSync(join(home.path, 'copy/trinitas_protocol_injector.sh'), '')
    if (leadsTo === 'missing') rmSync(join(home.path, INJECTOR))
    const text = calling(command.replace('%', home.path))
    expect(settingsOf(home, (path) => writeFileSync(path, text))).toMatchObject({
      kind: 'read',
      hooksFault: null,
      calls: [{ hook: INJECTOR, event: 'PreToolUse', leadsTo }],
    })
  })

  it.each([
    ['a text that is no JSON', '{"env": {"KEY": "sk-secret"}', { kind: 'broken', reason: 'It is no JSON.' }],
    ['nothing', '', { kind: 'broken' }],
    ['a list', '[]', { kind: 'broken', reason: 'Expected an object of settings.' }],
    ['too much', `{"a": "${'x'.repeat(2 * 1024 * 1024)}"}`, { kind: 'unseen' }],
    ['brackets upon brackets', '['.repeat(900_000), { kind: 'broken' }],
    ['nested lists', `{"hooks": ${'['.repeat(5000)}${']'.repeat(5000)}}`, { kind: 'read', calls: [] }],
    [
      'hooks that are none',
      '{"hooks": {"\\u001b[2J": 1}}',
      { hooksFault: expect.stringContaining('an unknown event') },
    ],
    ['hooks in a list', '{"hooks": [1]}', { hooksFault: expect.stringContaining('an object') }],
    [
      'its own prototype',
      '{"hooks": {"__proto__": [{"hooks": [{"command": 5}]}]}}',
      { kind: 'read', calls: [] },
    ],
    ['hooks switched off', '{"disableAllHooks": true}', { kind: 'read', hooksAreOff: true }],
  ])('with %s are told of without a word of what they hold', (_, text, expected) => {
    using home = temporaryHome()
    const seen = settingsOf(home, (path) => writeFileSync(path, text))
    expect(seen).toMatchObject(expected)
    expect(JSON.stringify(seen)).not.toContain('sk-secret')
  })

  it('are followed where they are a link, and are not waited for where that leads to no file', () => {
    using home = temporaryHome()
    writeFileSync(join(home.path, 'kept.json'), '{}')
    const linked = (to: string) => (path: string) => {
      rmSync(path, { force: true })
      symlinkSync(to, path)
    }
    expect(settingsOf(home, linked('../kept.json'))).toMatchObject({ kind: 'read' })
    expect(settingsOf(home, linked('settings.json'))).toMatchObject({ kind: 'unseen' })
    expect(settingsOf(home, linked('nowhere'))).toMatchObject({ kind: 'unseen' })
    spawnSync('mkfifo', [join(home.path, 'pipe')])
    expect(settingsOf(home, linked('../pipe'))).toMatchObject({ kind: 'unseen' })
    expect(settingsOf(home, linked('..'))).toMatchObject({ kind: 'unseen' })
  })

  it('are those of the user and those beside the home', () => {
    using place = temporaryHome()
    const home = join(place.path, 'beside/trinitas')
    mkdirSync(home, { recursive: true })
    const read = (configDirectory?: string) =>
      readClaudeSettings({ home, userHome: place.path, configDirectory }).map(({ kind, path }) => [
        kind,
        path.slice(place.path.length),
      ])
    expect(read()).toEqual([['missing', '/.claude/settings.json']])
    writeFileSync(join(place.path, 'beside/settings.json'), '{}')
    expect(read()).toEqual([
      ['missing', '/.claude/settings.json'],
      ['read', '/beside/settings.json'],
    ])
    expect(read(join(place.path, 'beside'))).toEqual([['read', '/beside/settings.json']])
  })
})

describe('what hooks need', () => {
  const needed = (home: TemporaryHome, text: string) => {
    writeFileSync(hookAt(home, HOOKS[1]), text)
    return readHookTexts(home.path, join(home.path, 'bin')).hookTexts.find(({ hook }) =>
      hook.endsWith(HOOKS[1]),
    )
  }

  it.each([
    ['#!/bin/sh\n# jq and python3 are not needed\n', ['/bin/sh']],
    ['#!/usr/bin/env -S FOO=1 node-of-nobody\n', ['node-of-nobody']],
    ['#!/bin/sh\nx=$(jq .a)\npython3 -c 1\n', ['/bin/sh', 'jq', 'python3']],
    ['#!/usr/bin/env python3\nimport python\n', ['python3']],
    ['echo', []],
  ])('is read from %j', (text, names) => {
    using home = soundHome()
    expect(needed(home, text)?.programs.map(({ name }) => name)).toEqual(names)
  })

  it('is found on PATH where it can be run, and nowhere else', () => {
    using home = soundHome()
    const program = join(home.path, 'bin/only-here')
    mkdirSync(dirname(program))
    writeFileSync(program, '', { mode: 0o600 })
    expect(needed(home, '#!/usr/bin/env only-here\n')?.programs).toMatchObject([{ found: null }])
    chmodSync(program, 0o700)
    expect(needed(home, '#!/usr/bin/env only-here\n')?.programs).toMatchObject([{ found: program }])
    expect(needed(home, '#!/usr/bin/env ../bin/only-here\n')?.programs).toMatchObject([{ found: null }])
  })

  it('is unknown where a hook is a link or endless, and names the hooks that it calls', () => {
    using home = soundHome()
    expect(needed(home, 'x'.repeat(300_000))).toBeUndefined()
    rmSync(hookAt(home, HOOKS[1]))
    symlinkSync('/etc/passwd', hookAt(home, HOOKS[1]))
    expect(readHookTexts(home.path, '').unreadHooks).toMatchObject([{ hook: `hooks/${HOOKS[1]}` }])
    writeFileSync(hookAt(home, HOOKS[0]), '#!/bin/sh\n../python/prepare_parallel_tasks.py\n')
    expect(readHookTexts(home.path, '').hookTexts[0]?.names).toEqual([
      'hooks/python/prepare_parallel_tasks.py',
    ])
  })
})

describe('what else is looked at', () => {
  it('directories, of which none is followed that is a link', () => {
    using home = soundHome()
    const states = () =>
      Object.fromEntries(
        readStructure(home.path, home.results, false).map(({ path, state }) => [
          path.slice(home.path.length + 1),
          state,
        ]),
      )
    expect(states()).toMatchObject({ hooks: 'there', 'parallel_results/temp': 'there', logs: 'missing' })
    rmSync(join(home.path, 'hooks'), { recursive: true })
    symlinkSync('/tmp', join(home.path, 'logs'))
    rmSync(home.at('temp'), { recursive: true })
    writeFileSync(home.at('temp'), '')
    expect(states()).toMatchObject({
      hooks: 'missing',
      logs: 'no_directory',
      'parallel_results/temp': 'no_directory',
    })
  })

  it('errors of the last day in errors.log, in any form, and in a long one those at its end', () => {
    using home = temporaryHome()
    const path = join(home.path, 'logs/errors.log')
    mkdirSync(dirname(path))
    const sinceMs = Date.UTC(2026, 10, 23)
    const lines = [
      '[2026-11-22T10:00:00Z] [ERROR] old',
      '[2026-11-23T10:00:00Z] [ERROR] new',
      'Traceback: belongs to it',
      '2026-11-23T11:00:00Z [CRITICAL] newer',
      '[2026-11-23T12:00:00Z] [INFO] none',
    ].join('\n')
    writeFileSync(path, lines)
    const seen = { kind: 'read', errors: 2, latestAtMs: Date.UTC(2026, 10, 23, 11) }
    expect(readErrorLog(home.path, sinceMs)).toEqual({ ...seen, isCut: false })
    writeFileSync(path, `${'x'.repeat(400_000)}\n${lines}`)
    expect(readErrorLog(home.path, sinceMs)).toEqual({ ...seen, isCut: true })
    rmSync(path)
    spawnSync('mkfifo', [path])
    expect(readErrorLog(home.path, sinceMs)).toMatchObject({ kind: 'unseen' })
  })

  it('the config file that the next start would read, without a word of what it holds', () => {
    using home = temporaryHome()
    const path = join(home.path, 'monitor/config.jsonc')
    expect(readConfigFault(home.path, path)).toBeNull()
    mkdirSync(dirname(path))
    writeFileSync(path, '{ "port": 4000 } // mine', { mode: 0o600 })
    expect(readConfigFault(home.path, path)).toBeNull()
    writeFileSync(path, '{ "port": "sk-secret" }')
    expect(readConfigFault(home.path, path)).toMatch(/would be refused by the next start/)
    expect(readConfigFault(home.path, path)).not.toContain('sk-secret')
    rmSync(path)
    spawnSync('mkfifo', [path])
    expect(readConfigFault(home.path, path)).toContain('no regular file')
  })

  it('the config file that was named, whatever lies at its usual place', async () => {
    using home = temporaryHome()
    const path = join(home.path, 'mine.jsonc')
    writeFileSync(path, '{}', { mode: 0o600 })
    const monitor = createMonitor({ ...configOf(home.path), configFile: path }, { watch: false })
    const settings = async () => (await monitor.health()).checks.find(({ id }) => id === 'settings')
    expect(JSON.stringify(await settings())).not.toContain('mine.jsonc')
    writeFileSync(path, '{ "port": "none" }')
    expect((await settings())?.evidence).toContain(
      `${path} would be refused by the next start. Any trinitas command says why.`,
    )
    rmSync(path)
    expect(readConfigFault(home.path, path)).toContain('would be refused')
    await monitor.close()
  })

  it('files that were left half written', () => {
    using home = temporaryHome()
    for (const name of ['monitor/a.json.12.new', 'logs/.b.new', 'logs/fresh.new', 'logs/c.log']) {
      const path = join(home.path, name)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, '')
      if (!name.includes('fresh')) setAge(path, 7_200_000)
    }
    const names = readLeftovers(home.path, Date.now()).map(({ path }) => path.slice(home.path.length))
    expect(names).toEqual(['/monitor/a.json.12.new', '/logs/.b.new'])
  })

  it.runIf(process.platform === 'linux')('watches that are left', () => {
    const { used, limit } = readWatchUse() ?? { used: -1, limit: 0 }
    expect(used).toBeGreaterThanOrEqual(0)
    expect(limit).toBeGreaterThan(0)
  })
})

describe('a report of health', () => {
  it('is written for its user alone and over nothing, and looking writes nothing', async () => {
    using home = soundHome()
    const report = await checkOf(home)
    const before = snapshotTree(home.path)
    await checkOf(home)
    expect(snapshotTree(home.path)).toEqual(before)
    const first = writeHealthReport(ownUser(), report)
    const second = writeHealthReport(ownUser(), report)
    expect(second.json).toBe(first.json.replace('.json', '_2.json'))
    expect(first.text).toMatch(/\/logs\/health_report_\d{8}_\d{6}\.txt$/)
    for (const path of Object.values(first)) expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readFileSync(first.text, 'utf8')).toContain('Trinitas Health Check Report\nGenerated: ')
    expect(readHealthHistory(home.path).reports).toHaveLength(2)
  })

  it('takes no name of which one half is there, and leaves no half of its own', async () => {
    using home = soundHome()
    const report = await checkOf(home)
    const { text, json } = writeHealthReport(ownUser(), report)
    rmSync(text)
    writeFileSync(json, 'mine')
    const again = writeHealthReport(ownUser(), report)
    expect(again.json).toBe(json.replace('.json', '_2.json'))
    expect(readFileSync(json, 'utf8')).toBe('mine')
    expect(readdirSync(join(home.path, 'logs'))).toHaveLength(3)
  })

  it('is written by owners alone, and not through a link', async () => {
    using home = soundHome()
    const report = await checkOf(home)
    const health = createHealth({
      health: async () => report,
      healthHistory: async () => readHealthHistory(home.path),
    })
    const viewer = { ...ownUser(), role: 'viewer' } as const
    await expect(health.write(viewer)).rejects.toMatchObject({ code: 'refused' })
    expect(() => writeHealthReport(viewer, report)).toThrow('only an owner')
    using outside = temporaryHome()
    symlinkSync(outside.results, join(home.path, 'logs'))
    expect(() => writeHealthReport(ownUser(), report)).toThrow('is a symbolic link')
    rmSync(join(home.path, 'logs'))
    writeFileSync(join(home.path, 'logs'), '')
    expect(() => writeHealthReport(ownUser(), report)).toThrow(
      `No report can be written to ${home.path}/logs`,
    )
    expect(readdirSync(outside.results)).toHaveLength(4)
  })
})

describe('reports of earlier runs', () => {
  it('are the newest 200, and what cannot be read is named', async () => {
    using home = soundHome()
    writeHealthReport(ownUser(), await checkOf(home))
    const logs = join(home.path, 'logs')
    const [name = ''] = readdirSync(logs).filter((entry) => entry.endsWith('.json'))
    const text = readFileSync(join(logs, name), 'utf8')
    for (let nth = 0; nth < 210; nth += 1)
      writeFileSync(join(logs, `health_report_2020_${1000 + nth}.json`), text)
    writeFileSync(join(logs, 'health_report_9_a.json'), '{')
    writeFileSync(join(logs, 'health_report_9_b.json'), '{}')
    writeFileSync(join(logs, 'health_report_9_c.json'), 'x'.repeat(300_000))
    symlinkSync(name, join(logs, 'health_report_9_d.json'))
    spawnSync('mkfifo', [join(logs, 'health_report_9_e.json')])
    const { reports, broken, older } = readHealthHistory(home.path)
    expect([reports.length, broken.length, older]).toEqual([195, 5, 16])
    expect(broken.map(({ name: of }) => of.at(-6))).toEqual(['e', 'd', 'c', 'b', 'a'])
    expect(reports[0]).toMatchObject({
      status: 'warning',
      failed: expect.arrayContaining(['Calls of hooks']),
    })
  })
})
