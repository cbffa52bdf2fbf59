import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runTrinitas } from '#lib/testing/run-command.ts'
import { temporaryHome } from '#lib/testing/temporary-home.ts'

const MINE = '{\n  // mine\n  "runLimit": 7 // seven\n}\n'

function homeWith(text: string) {
  const home = temporaryHome()
  const file = join(home.path, 'monitor/config.jsonc')
  mkdirSync(join(home.path, 'monitor'), { mode: 0o700 })
  writeFileSync(file, text, { mode: 0o600 })
  const run = (...args: string[]) =>
    runTrinitas(['settings', ...args, '--home', home.path], { env: { TRINITAS_KEEP_LOGS: '9d' } })
  return { file, run, [Symbol.dispose]: home.remove }
}

describe('trinitas settings', () => {
  it('lists every setting with its value and where that comes from', () => {
    using home = homeWith(MINE)
    const { code, out } = home.run('--settle', '1s')
    expect(code).toBe(0)
    for (const line of [
      'activeWindowMs = 5m (by default)',
      'settleMs = 1s (from --settle)',
      'runLimit = 7 (from the config file)',
      'retention.logs = 9d (from TRINITAS_KEEP_LOGS)',
      'alerts.rules.error_rate.threshold = 20 % (by default)',
    ])
      expect(out.split('\n')).toContain(line)
    expect(JSON.parse(home.run('--json').out)).toMatchObject({ file: home.file, settings: expect.any(Array) })
  })

  it('sets and unsets one, and keeps the comments', () => {
    using home = homeWith(MINE)
    expect(home.run('set', 'retention.completed', '14d')).toMatchObject({
      code: 0,
      out: 'retention.completed: 7d → 14d\n',
    })
    expect(home.run('set', 'schedule.clean_up.enabled', 'on').out).toBe(
      'schedule.clean_up.enabled: off → on\n',
    )
    expect(home.run('set', 'runLimit', '7').out).toBe('runLimit is so already.\n')
    expect(home.run('unset', 'schedule.clean_up.enabled').code).toBe(0)
    expect(home.run('unset', 'retention.completed').out).toBe('retention.completed: 14d → 7d\n')
    const text = readFileSync(home.file, 'utf8')
    expect(text).toContain('// mine\n  "runLimit": 7, // seven')
    expect(text).not.toContain('14d')
  })

  it('lists a file that is wrong with what is wrong beside it, and ends with 2 as every other command does', () => {
    using home = homeWith('{ "retention": { "failed": 5 }, "runLimit": 7, "colour": 1 }')
    const { code, out, err } = home.run()
    expect(code).toBe(2)
    expect(out).toContain(
      'retention.failed = 30d (the config file is wrong here: Expected a time such as "7d"',
    )
    expect(out).toContain('runLimit = 7 (from the config file)')
    expect(err).toContain('2 settings are wrong:\n')
    expect(err).toContain('unknown setting "colour"')
    expect(home.run('--settle', 'soon')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('--settle'),
    })
    expect(JSON.parse(home.run('--json').out).faults).toMatchObject([
      { path: [] },
      { path: ['retention', 'failed'] },
    ])
  })

  it('mends a file that is wrong, one setting after the other', () => {
    using home = homeWith('{ "retention": { "failed": 5 }, "colour": 1 } // mine\n')
    const set = home.run('set', 'runLimit', '8')
    expect(set).toMatchObject({ code: 0, out: 'runLimit: 1000 → 8\n' })
    expect(set.err).toContain('retention.failed: Expected a time such as')
    expect(set.err).toContain('unknown setting "colour"')
    expect(home.run('unset', 'colour')).toMatchObject({ code: 0, out: 'colour: unknown → taken out\n' })
    expect(home.run('set', 'retention.failed', '8d')).toEqual({
      code: 0,
      out: 'retention.failed: 5 (wrong) → 8d\n',
      err: '',
    })
    expect(readFileSync(home.file, 'utf8')).toBe(
      '{ "retention": { "failed": "8d" }, "runLimit": 8 } // mine\n',
    )
  })

  it('sets one in a file of comments alone', () => {
    using home = homeWith('// mine')
    expect(home.run('set', 'runLimit', '8').code).toBe(0)
    expect(readFileSync(home.file, 'utf8')).toBe('// mine\n{\n  "runLimit": 8\n}\n')
  })

  it('writes what has no unit as the number that the file means by it', () => {
    using home = homeWith('{}')
    for (const [name, value] of [
      ['retention.failed', '86400000'],
      ['retention.trash', '0'],
      ['alerts.rules.error_rate.threshold', '0.25'],
      ['alerts.rules.results_size.threshold', '5000000000'],
    ] as const)
      expect(home.run('set', name, value).code, name).toBe(0)
    expect(JSON.parse(readFileSync(home.file, 'utf8'))).toEqual({
      retention: { failed: 86_400_000, trash: 0 },
      alerts: {
        rules: { error_rate: { threshold: 0.25 }, results_size: { threshold: 5_000_000_000 } },
      },
    })
    expect(home.run('set', 'retention.reports', '30').err).toContain(
      'a time such as "7d", from 1 d to 3650 d',
    )
  })

  it('ends with 2 and says why where one cannot be set, and then nothing is written', () => {
    using home = homeWith(MINE)
    for (const [args, why] of [
      [['set', 'runLimit', 'many'], 'runLimit: Expected a whole number from 1 to 1000000.'],
      [['set', 'retention.logs', '1d'], 'This is given by TRINITAS_KEEP_LOGS'],
      [['set', 'schedule.clean_up.cron', '0 2 30 2 *'], 'schedule.clean_up.cron: Expected a time that comes'],
      [['set', 'host', '0.0.0.0'], 'decided where the server is started'],
      [['set', 'colour', 'red'], 'There is no setting "colour"'],
      [['unset', 'colour'], 'There is no setting "colour"'],
    ] as const) {
      const { code, out, err } = home.run(...args)
      expect([code, out], args.join(' ')).toEqual([2, ''])
      expect(err).toContain(why)
    }
    expect(readFileSync(home.file, 'utf8')).toBe(MINE)
  })
})
