import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { issuesContract } from '#lib/model/contracts.ts'
import { type CommandResult, root, runTrinitas } from '#lib/testing/run-command.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { closeTree, soundHome } from '#lib/testing/sound-home.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'

const HOUR_MS = 3_600_000

/** The source, whatever was built before. */
const diagnose = (home: TemporaryHome, ...args: string[]): CommandResult =>
  runTrinitas([`${root}lib/cli/main.ts`, 'diagnose', ...args, '--home', home.path], {
    binary: process.execPath,
  })

/** Three sessions that stopped, one of them hours ago, and a broken file. */
function troubled(): TemporaryHome {
  const home = soundHome()
  home.result({ session_id: 'long' }, { ageMs: 3 * HOUR_MS })
  home.result({ session_id: 'short' }, { ageMs: HOUR_MS })
  home.write('completed/broken/b.json', '{"session_id": "broken", "execution_time_ms": 12.5s}')
  closeTree(home)
  return home
}

describe('trinitas diagnose', () => {
  it('says that nothing is wrong, and exits with 0', () => {
    using home = soundHome()
    expect(diagnose(home)).toEqual({ code: 0, err: '', out: 'Found 0 issues: nothing needs attention.\n' })
    expect(JSON.parse(diagnose(home, '--json').out)).toMatchObject({ home: home.path, issues: [] })
  })

  it('prints the lines that users of the original know, what each is about, and what to do; exits with 1', () => {
    using home = troubled()
    const { out, err, code } = diagnose(home)
    expect([err, code]).toEqual(['', 1])
    const lines = out.split('\n')
    expect(lines[0]).toBe('Found 4 issues:')
    expect(lines.filter((line) => /^ {2}\[/.test(line))).toEqual([
      '  [high] 1 corrupted JSON file found',
      '  [medium] 2 incomplete sessions found, quiet for over 30 min',
      '  [low] 1 session missing integration',
      '  [low] 1 stale session found, quiet for over 2 h',
    ])
    expect(lines.slice(1, 4)).toEqual([
      '  [high] 1 corrupted JSON file found',
      '      completed/broken/b.json: Not JSON: unexpected "s" in line 1.',
      expect.stringMatching(/^ {4}→ Repair completes what was cut short/),
    ])
    expect(out).toMatch(/^ {6}long: Quiet for 3 h( \d+ min)?; 1 result\.$/m)
    expect(out).toContain(`Relative paths are below ${home.results}.`)
  })

  it('prints the first 20 of many, and how many more there are', () => {
    using home = soundHome()
    for (let at = 0; at < 25; at += 1) home.write(`completed/many/${at}.json`, '{')
    closeTree(home)
    const { out } = diagnose(home)
    expect(out).toContain('  [high] 25 corrupted JSON files found')
    expect(out.match(/^ {6}completed\/many\/\d+\.json: /gm)).toHaveLength(20)
    expect(out).toContain('\n      … and 5 more\n')
  })

  it('writes what could steer a terminal as its code', () => {
    using home = soundHome()
    home.result({ session_id: 'a\u001b[31mb\u202e' }, { name: 'x.json', ageMs: HOUR_MS })
    const { out } = diagnose(home)
    expect(out).toContain('a\\u{1b}[31mb\\u{202e}: Quiet for 1 h')
    for (const character of ['\u001b', '\u202e']) expect(out).not.toContain(character)
  })

  it('keeps its JSON contract', () => {
    using home = troubled()
    const { out, code } = diagnose(home, '--json')
    const report = issuesContract.parse(JSON.parse(out))
    expect(code).toBe(1)
    expect(report).toMatchObject({ home: home.path, resultsDirectory: home.results })
    expect(report.issues.map(({ type }) => type)).toEqual([
      'corrupted_json',
      'incomplete_session',
      'missing_integration',
      'stale_session',
    ])
    expect(report.issues[1]).toMatchObject({
      severity: 'medium',
      certainty: 'found',
      count: 2,
      description: '2 incomplete sessions found, quiet for over 30 min',
      items: [{ name: 'long', sessionId: 'long' }, { name: 'short' }],
      action: 'recover',
      snoozedUntil: null,
    })
    expect(Date.parse(report.issues[1]?.since ?? '')).toBeCloseTo(Date.now() - 3 * HOUR_MS, -5)
  })

  it('only reads', () => {
    using home = troubled()
    const before = snapshotTree(home.path, { without: ['monitor'] })
    diagnose(home)
    diagnose(home, '--json')
    expect(snapshotTree(home.path, { without: ['monitor'] })).toEqual(before)
  })

  it('works where no results directory is yet', () => {
    using home = soundHome()
    rmSync(home.results, { recursive: true })
    expect(diagnose(home)).toMatchObject({ code: 0, err: '' })
  })

  it('ends with 2 where there is no home', () => {
    using home = temporaryHome()
    home.remove()
    const { out, err, code } = diagnose(home)
    expect([out, code]).toEqual(['', 2])
    expect(err).toContain('There is no Trinitas home at')
    expect(err).not.toContain(join('lib', 'cli'))
  })
})
