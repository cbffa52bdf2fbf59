import { spawnSync } from 'node:child_process'
import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryHome } from '#lib/testing/temporary-home.ts'
import { cronLines } from './cron-lines.ts'
import type { JobEntry } from './job-entry.ts'
import { onCalendar } from './on-calendar.ts'
import { slotsOf } from './slots.ts'
import { systemdUnits } from './systemd-units.ts'

const entry = (words: readonly string[]): JobEntry => ({ job: 'clean_up', cron: '0 2 * * *', words })

const HARD = ["/srv/it's 100% mine/bin/trinitas", 'schedule', '--home', '/a b/"$HOME" `id` ; #']

/** What cron hands to the shell, and what of it would go to the standard input instead (crontab(5)). */
function asCron(line: string): { schedule: string; command: string } {
  const [, schedule = '', rest = ''] = /^((?:\S+ ){5})(.*)$/.exec(line) ?? []
  const [command = ''] = rest.split(/(?<!\\)%/)
  return { schedule: schedule.trim(), command: command.replaceAll('\\%', '%') }
}

describe('a line of a crontab', () => {
  it('keeps every word as it is, on its way through cron and a shell', () => {
    const [line = ''] = cronLines([entry(HARD)])
    const { schedule, command } = asCron(line)
    expect(schedule).toBe('0 2 * * *')
    const script = `set -- ${command.replace(' > /dev/null', '')}; printf '%s\\n' "$@"`
    const { stdout } = spawnSync('/bin/sh', ['-c', script], { encoding: 'utf8', env: { NODE_ENV: 'test' } })
    expect(stdout.split('\n').slice(0, -1)).toEqual(HARD)
  })

  it.each(['/a\\b', '/a\nb'])('is not made of %j, which cron reads in more than one way', (path) => {
    expect(() => cronLines([entry([path])])).toThrow(/backslash or a line break/)
  })
})

const PATTERNS = [
  '0 * * * *',
  '0 2 * * *',
  '0 3 * * 0',
  '*/15 8-18/2 * * Mon-Fri',
  '5,35 0 1 jan,jul *',
  '0 0 13 * Fri',
  '0 12 31 * *',
  '30 4 * * 7',
]

describe('a unit of systemd', () => {
  it('has the words of its command in quotes, and specifiers doubled', () => {
    const [service, timer] = systemdUnits([entry(HARD)])
    expect(service).toMatchObject({ name: 'trinitas-clean-up.service' })
    expect(service?.content).toContain(
      `ExecStart=:/bin/sh "/srv/it's 100%% mine/bin/trinitas" schedule --home "/a b/\\"$HOME\\" \`id\` ; #"`,
    )
    expect(timer).toMatchObject({ name: 'trinitas-clean-up.timer' })
    expect(timer?.content).toContain('OnCalendar=*-*-* 02:00:00\nPersistent=true')
  })

  it('names the times of a crontab by their numbers, and days of month or week in two lines', () => {
    expect(onCalendar('0 * * * *')).toEqual(['*-*-* *:00:00'])
    expect(onCalendar('0 3 * * 0')).toEqual(['Sun *-*-* 03:00:00'])
    expect(onCalendar('0 0 13 * Fri')).toEqual(['*-*-13 00:00:00', 'Fri *-*-* 00:00:00'])
  })

  const has = (program: string): boolean => spawnSync(program, ['--version']).error === undefined

  describe.runIf(has('systemd-analyze'))('as systemd itself reads it', () => {
    it.each(PATTERNS)('is due when "%s" is', (cron) => {
      const base = '2026-11-24 10:00:00 UTC'
      const times = onCalendar(cron).flatMap((line) => {
        const asked = ['calendar', '--iterations=20', `--base-time=${base}`, `${line} UTC`]
        const { stdout } = spawnSync('systemd-analyze', asked, {
          encoding: 'utf8',
          env: { NODE_ENV: 'test', TZ: 'UTC' },
        })
        return [...stdout.matchAll(/(?:Next elapse|Iter(?:ation|\.) #\d+): \w{3} (\S+) (\S+) UTC/g)].map(
          ([, day, time]) => `${day}T${time}Z`,
        )
      })
      const found = [...new Set(times)].sort().slice(0, 20)
      const slots = slotsOf(cron, 'UTC')
      const expected: string[] = []
      for (let atMs = Date.parse('2026-11-24T10:00:00Z'); expected.length < found.length; ) {
        atMs = slots.next(atMs) ?? Number.NaN
        expected.push(new Date(atMs).toISOString().replace('.000', ''))
      }
      expect(found.length).toBeGreaterThan(1)
      expect(found).toEqual(expected)
    })

    it('is a file without a fault', () => {
      using place = temporaryHome()
      const program = join(place.path, "it's 100% $mine")
      symlinkSync('/bin/true', program)
      const units = systemdUnits([entry([program, ...HARD])])
      for (const { name, content } of units) writeFileSync(join(place.path, name), content)
      const paths = units.map(({ name }) => join(place.path, name))
      const { stderr, status } = spawnSync('systemd-analyze', ['verify', '--user', ...paths], {
        encoding: 'utf8',
        env: { NODE_ENV: 'test', XDG_RUNTIME_DIR: place.path, HOME: place.path },
      })
      expect([status, stderr.split('\n').filter((line) => line.includes('trinitas-clean-up'))]).toEqual([
        0,
        [],
      ])
    })
  })
})
