import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import type { ScheduleView } from '#lib/model/job-run.ts'
import { runTrinitas } from '#lib/testing/run-command.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'
import { environmentOff } from '../../scripts/find-faketime.mjs'

const DAY_MS = 86_400_000
/** Several programs one after the other, on a machine that may be busy. */
const PATIENCE_MS = 90_000

const run = ({ path }: TemporaryHome, ...args: string[]) => runTrinitas([...args, '--home', path])

const viewOf = (home: TemporaryHome): ScheduleView => JSON.parse(run(home, 'schedule', '--json').out)

function configure({ path }: TemporaryHome, schedule: unknown): void {
  mkdirSync(join(path, 'monitor'), { recursive: true, mode: 0o700 })
  writeFileSync(join(path, 'monitor', 'config.jsonc'), JSON.stringify({ schedule }))
}

describe('trinitas schedule', () => {
  it('says of each job whether it is on, when it runs next and how it went, and makes nothing', () => {
    using home = temporaryHome()
    const { code, out } = run(home, 'schedule')
    expect(code).toBe(0)
    expect(out).toContain('=== Schedule ===')
    expect(out).toMatch(/^clean_up {2}off in the dashboard {2}"0 2 \* \* \*"\n {2}has not run yet$/m)
    expect(readdirSync(home.path)).toEqual(['parallel_results'])
  })

  it('names the first clean-up, and the preview of it, once it is on', () => {
    using home = temporaryHome()
    configure(home, { clean_up: { enabled: true } })
    const { out } = run(home, 'schedule')
    expect(out).toMatch(
      /^clean_up {2}on in the dashboard {2}"0 2 \* \* \*", next at \d{4}-\d\d-\d\d 02:00:00$/m,
    )
    expect(out).toMatch(/The first clean-up by itself is at .* 02:00:00\. .* free-space --preview/)
    expect(run(home, 'free-space', '--preview').out).toMatch(/The run on \S+ at 02:00 has nothing to do\./)
  })
})

describe('trinitas schedule run', { timeout: PATIENCE_MS }, () => {
  it('runs a job for its due time once, and says of the second that it ran already', () => {
    using home = temporaryHome()
    expect(run(home, 'schedule', 'run', 'clean_up')).toMatchObject({
      code: 0,
      out: expect.stringContaining('Clean-up: done. Nothing was to be done.'),
    })
    const second = run(home, 'schedule', 'run', 'clean_up')
    expect(second).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^It ran already at .*, by a command\.$/m),
    })
    expect(run(home, 'schedule', 'run', 'clean_up', '--now', '--yes').out).toContain('Clean-up: done.')
    expect(viewOf(home).jobs[1]?.last).toMatchObject({ caller: 'person', slotAtMs: null })
    expect(run(home, 'audit', '--user', 'schedule').out.match(/job_clean_up {2}done/g)).toHaveLength(1)
  })

  it('asks before a person runs one out of turn', () => {
    using home = temporaryHome()
    expect(run(home, 'schedule', 'run', 'clean_up', '--now')).toMatchObject({
      code: 2,
      err: expect.stringContaining('this asks on a terminal'),
    })
    expect(run(home, 'schedule', 'run', 'nothing')).toMatchObject({
      code: 2,
      err: expect.stringContaining('expected health_check, clean_up, auto_recovery'),
    })
  })

  it('ends with 1, and says why on standard error, where a job fails', () => {
    using home = temporaryHome()
    writeFileSync(join(home.path, 'logs'), 'no directory')
    const failed = run(home, 'schedule', 'run', 'health_check')
    expect(failed).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('No report can be written'),
    })
    expect(run(home, 'schedule').code).toBe(1)
    expect(run(home, 'schedule', 'run', 'health_check')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/^It failed at its due time already, at .*: No report can be written/),
    })
  })

  it('says of one whose process ended twice that it failed, and how it runs again', () => {
    using home = temporaryHome()
    expect(run(home, 'schedule', 'run', 'clean_up').code).toBe(0)
    breakOff(home)
    const third = run(home, 'schedule', 'run', 'clean_up')
    expect(third).toMatchObject({ code: 1, out: '' })
    expect(third.err).toMatch(
      /^It failed twice at its due time, the last time at .*: Its process ended before/,
    )
    expect(third.err).toContain('Run it by hand: trinitas schedule run clean_up --now\n')
    expect(run(home, 'schedule', 'run', 'clean_up', '--now', '--yes').code).toBe(0)
    expect(run(home, 'schedule').code).toBe(0)
  })
})

/** As the journal is where the process of the last run was killed, and that of the one that took it up. */
function breakOff(home: TemporaryHome): void {
  const db = new DatabaseSync(join(home.path, 'monitor', 'journal.db'))
  db.exec("UPDATE job_runs SET ended_at_ms = NULL, outcome = 'running', summary = '', attempts = 2")
  db.close()
}

/** What cron makes of a line (crontab(5)): five fields, and a command with its percent signs. */
const commandOf = (line: string): string => line.replace(/^(?:\S+ ){5}/, '').replaceAll('\\%', '%')

describe('trinitas schedule print', { timeout: PATIENCE_MS }, () => {
  it('prints lines that run from cron’s environment, whatever the paths hold', () => {
    using home = temporaryHome(`it's 100% "$HOME" `)
    const config = join(home.path, 'my settings.jsonc')
    writeFileSync(config, '{"schedule": {"clean_up": {"cron": "15 4 * * *"}}}')
    const results = join(home.path, 'parallel_results')
    const asked = ['schedule', 'print', '--cron', '--config', config, '--home', home.path]
    const printed = runTrinitas([...asked, '--results-dir', results])
    const lines = printed.out
      .trimEnd()
      .split('\n')
      .filter((line) => !line.startsWith('#'))
    expect(lines.map((line) => line.split(' ').slice(0, 5).join(' '))).toEqual([
      '0 * * * *',
      '15 4 * * *',
      '0 3 * * 0',
    ])
    for (const line of lines) {
      expect(line).toMatch(/bin\/trinitas schedule run/)
      const { status, stderr } = spawnSync('/bin/sh', ['-c', commandOf(line)], {
        encoding: 'utf8',
        cwd: '/',
        env: {
          NODE_ENV: 'production',
          SHELL: '/bin/sh',
          PATH: '/usr/bin:/bin',
          HOME: '/nowhere',
          LOGNAME: 'x',
        },
      })
      expect({ line, status, stderr }).toEqual({ line, status: 0, stderr: '' })
    }
    expect(viewOf(home).jobs.map(({ last }) => [last?.caller, last?.outcome])).toEqual([
      ['command', 'done'],
      ['command', 'done'],
      ['command', 'done'],
    ])
  })

  it('says what variables say, which cron would not hand on, but nothing of where a server listens', () => {
    using home = temporaryHome()
    const env = { TRINITAS_KEEP_COMPLETED: '90d', TRINITAS_RUN_LIMIT: '5', HOST: '10.0.0.1' }
    const asked = ['schedule', 'print', '--cron', 'clean_up', '--home', home.path]
    const { out } = runTrinitas([...asked, '--run-limit', '7'], { env })
    expect(out).toContain('--run-limit 7 --keep-completed 90d')
    expect(out).not.toContain('10.0.0.1')
  })

  it('prints a service and a timer each, of the jobs that are named', () => {
    using home = temporaryHome()
    const { out, code } = run(home, 'schedule', 'print', '--systemd', 'health_check')
    expect(code).toBe(0)
    expect(out).toContain('# trinitas-health-check.service\n[Unit]')
    expect(out).toMatch(/^ExecStart=:\/\S+\/bin\/trinitas schedule run health_check --home \S+$/m)
    expect(out).toContain('OnCalendar=*-*-* *:00:00\nPersistent=true')
    expect(run(home, 'schedule', 'print')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Expected --cron or --systemd'),
    })
  })
})

describe.runIf(process.platform === 'linux')('a clock that jumps', { timeout: PATIENCE_MS }, () => {
  const runOff = ({ path }: TemporaryHome, days: number, ...args: string[]) =>
    runTrinitas([...args, '--home', path], { env: environmentOff(days) })

  it.each([
    [40, 'nothing ran for 40 d'],
    [-40, 'the clock is behind'],
  ])('by %i days between two runs leaves retention to a person', (days, why) => {
    using home = temporaryHome()
    expect(run(home, 'schedule', 'run', 'clean_up').code).toBe(0)
    const ageMs = 60 * DAY_MS
    home.result({ session_id: 'past' }, { directory: 'completed/past', name: 'past.json', ageMs })
    home.write('integrated/past_integrated.json', '{"session_id": "past"}', { ageMs })
    const waited = runOff(home, days, 'schedule', 'run', 'clean_up')
    expect(waited).toMatchObject({ code: 1, err: expect.stringContaining(why) })
    expect(readdirSync(home.at('completed'))).toEqual(['past'])
    expect(runOff(home, days, 'schedule').out).toContain('Retention waits for a person')
    expect(runOff(home, days, 'schedule', 'run', 'clean_up', '--now', '--yes').code).toBe(0)
    expect(readdirSync(home.at('completed'))).toEqual([])
  })
})
