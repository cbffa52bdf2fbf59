import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type HealthJson, healthContract } from '#lib/model/health-contract.ts'
import { runTrinitas } from '#lib/testing/run-command.ts'
import { HOOKS, hookAt, soundHome } from '#lib/testing/sound-home.ts'
import { setAge, type TemporaryHome } from '#lib/testing/temporary-home.ts'

const HOUR_MS = 3_600_000

/** With Claude Code's settings for a user whose home it is; they call every hook. */
function healthyHome(): TemporaryHome {
  const home = soundHome()
  writeIn(home, '.claude/settings.json', settingsOf(home))
  return home
}

function settingsOf(home: TemporaryHome, more: Record<string, unknown> = {}): string {
  const command = HOOKS.map((hook) => hookAt(home, hook)).join(' && ')
  return JSON.stringify({ hooks: { Stop: [{ hooks: [{ type: 'command', command }] }], ...more } })
}

/** Hardly any room for `logs/`, of a report half at most, and another small disk where the results are. */
function smallDisk(home: TemporaryHome): Disposable {
  const places = [join(home.path, 'logs'), home.results]
  for (const place of places) {
    mkdirSync(place, { recursive: true, mode: 0o700 })
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4k,mode=700', 'tmpfs', place])
  }
  return {
    [Symbol.dispose]() {
      for (const place of places) spawnSync('umount', [place])
    },
  }
}

/** Only root may, and not in every container. */
const canMount = ((): boolean => {
  const place = mkdtempSync(join(tmpdir(), 'trinitas-mount-'))
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', place])
  if (status === 0) spawnSync('umount', [place])
  rmSync(place, { recursive: true })
  return status === 0
})()

function writeIn(home: TemporaryHome, path: string, text: string): string {
  const file = join(home.path, path)
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(file, text, { mode: 0o600 })
  return file
}

const run = (home: TemporaryHome, ...args: string[]) =>
  runTrinitas(['health-check', ...args, '--home', home.path], { env: { HOME: home.path } })

const failedIn = (out: string): string[] =>
  healthContract
    .parse(JSON.parse(out))
    .checks.filter(({ result }) => result === 'warning' || result === 'critical')
    .map(({ id, result }) => `${id} ${result}`)

describe('trinitas health-check', () => {
  it('ends with 0 in a healthy home, and writes what it prints, as text and as JSON', () => {
    using home = healthyHome()
    const { code, out, err } = run(home)
    expect(out).toContain('Total Issues Found: 0\n\n✅ System Status: HEALTHY\n')
    expect(code).toBe(0)
    const [, text = '', json = ''] = /^Written: (\S+), (\S+)\n$/.exec(err) ?? []
    expect(readFileSync(text, 'utf8')).toBe(out)
    const report: HealthJson = healthContract.parse(JSON.parse(readFileSync(json, 'utf8')))
    expect(report).toMatchObject({ home: home.path, status: 'healthy', issues: 0 })
    expect(run(home).code).toBe(0)
    expect(readdirSync(join(home.path, 'logs')).length).toBe(4)
  })

  it('writes nothing where it is told so, and prints the same JSON as it would write', () => {
    using home = healthyHome()
    const { code, out, err } = run(home, '--json', '--no-report')
    expect([code, err, failedIn(out)]).toEqual([0, '', []])
    expect(readdirSync(home.path)).not.toContain('logs')
  })

  it.each<[id: string, spoil: (home: TemporaryHome) => void]>([
    ['hooks', (home) => chmodSync(hookAt(home, HOOKS[1]), 0o600)],
    ['hook_calls', (home) => writeIn(home, '.claude/settings.json', '{}')],
    ['settings', (home) => writeIn(home, '.claude/settings.json', settingsOf(home, { Other: 5 }))],
    [
      'errors',
      (home) => writeIn(home, 'logs/errors.log', `[${new Date().toISOString()}] [ERROR] It broke.\n`),
    ],
    ['temporary_files', (home) => setAge(writeIn(home, 'monitor/server.json.1.new', ''), 2 * HOUR_MS)],
    ['broken_files', (home) => setAge(writeIn(home, 'logs/recovery_1.json', '{'), 10_000)],
    ['integration', (home) => rmSync(home.at('integrated/done_integrated.json'))],
    ['permissions', (home) => chmodSync(home.at('integrated/done_integrated.json'), 0o644)],
    ['clock', (home) => setAge(home.at('integrated/done_integrated.json'), -2 * HOUR_MS)],
    ['monitor', (home) => writeIn(home, 'monitor/history.db.set-aside-1', '')],
  ])('ends with 1 for a warning of %s', (id, spoil) => {
    using home = healthyHome()
    spoil(home)
    const { code, out } = run(home, '--json', '--no-report')
    expect([failedIn(out), code]).toEqual([[`${id} warning`], 1])
  })

  it('ends with 2 where a directory of hooks is missing, and says what to do', () => {
    using home = healthyHome()
    rmSync(join(home.path, 'hooks'), { recursive: true })
    const { code, out } = run(home)
    expect(code).toBe(2)
    expect(out).toContain('❌ System Status: CRITICAL\n')
    expect(out).toContain('1. Directory structure: Run: trinitas hooks install')
  })

  it('ends with 2 where a hook is run by a program that is nowhere', () => {
    using home = healthyHome()
    writeFileSync(hookAt(home, HOOKS[1]), '#!/usr/bin/env no-such-program\n')
    const { code, out } = run(home, '--json', '--no-report')
    expect([failedIn(out), code]).toEqual([['programs critical'], 2])
  })

  it.runIf(canMount)('ends with 2 on a full disk, where it tells all though it can write nothing', () => {
    using home = healthyHome()
    using _ = smallDisk(home)
    const { code, out, err } = run(home)
    expect(code).toBe(2)
    expect(out).toContain('❌ Disk space: Low disk space')
    expect(out).toContain('$ trinitas free-space')
    expect(err).toContain(`No report can be written to ${home.path}/logs: ENOSPC.`)
    expect(readdirSync(join(home.path, 'logs'))).toEqual([])
  })

  it('tells wrong usage by saying nothing on standard output', () => {
    using home = healthyHome()
    const { code, out, err } = run(home, 'done')
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain('Expected 0 argument(s), found 1.')
    const missing = runTrinitas(['health-check', '--home', '/nowhere'])
    expect([missing.code, missing.out]).toEqual([2, ''])
  })

  it('lets no file steer the terminal', () => {
    using home = healthyHome()
    chmodSync(home.write('completed/evil\u001b[2J\u202e/b.json', '{'), 0o600)
    const { out } = run(home)
    expect(out).toContain('evil\\u{1b}[2J\\u{202e}')
    expect(out.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\u202e/u)
  })
})
