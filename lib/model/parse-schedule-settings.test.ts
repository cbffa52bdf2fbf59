import { expect, test } from 'vitest'
import { parseScheduleSettings } from './parse-schedule-settings.ts'
import { DEFAULT_SCHEDULE } from './schedule.ts'

const parse = (value: unknown) => {
  const faults: string[] = []
  return { schedule: parseScheduleSettings(value, 'schedule', faults), faults }
}

test('what is not said of a job is as the guide has it, and nothing runs by itself', () => {
  const { schedule, faults } = parse({ clean_up: { enabled: true } })
  expect(schedule).toEqual({
    ...DEFAULT_SCHEDULE,
    clean_up: { enabled: true, cron: '0 2 * * *' },
  })
  expect(Object.values(DEFAULT_SCHEDULE).every(({ enabled }) => !enabled)).toBe(true)
  expect(faults).toEqual([])
})

test.each(['30 4 * * *', '*/15 * * * *', '0 9-17 * * MON-FRI', ' 0  2 * * 0 ', '0 2 29 2 *', '0 2 30 2 1'])(
  '"%s" is a time',
  (cron) => {
    const { schedule, faults } = parse({ clean_up: { cron } })
    expect(faults).toEqual([])
    expect(schedule.clean_up.cron).toBe(cron.trim().replace(/ +/g, ' '))
  },
)

test.each([
  '',
  '2',
  '0 2 * *',
  '0 0 2 * * *',
  '60 2 * * *',
  '@daily',
  '0 2 L * *',
  '0 2 15W * *',
  '0 2 * * 5L',
  '0 2 * * * rm',
  '0 2 * * *\n* * * * *',
  7,
])('%j is none, and it is said what is', (cron) => {
  const { schedule, faults } = parse({ clean_up: { cron } })
  expect(schedule.clean_up.cron).toBe('0 2 * * *')
  expect(faults).toHaveLength(1)
  expect(faults[0]).toContain('schedule.clean_up.cron')
  expect(faults[0]).toContain('five fields as in a crontab')
})

test.each(['0 2 30 2 *', '0 2 31 apr,6 *', '0 2 30-31 2 *'])('%j never comes, which is said', (cron) => {
  const { schedule, faults } = parse({ clean_up: { cron } })
  expect(schedule.clean_up.cron).toBe('0 2 * * *')
  expect(faults).toEqual([
    `schedule.clean_up.cron is "${cron}": expected a time that comes: no month that it names has a day that it names`,
  ])
})

test('an unknown job or field is a fault that names those that are known', () => {
  expect(parse({ backup: {} }).faults).toEqual([
    'schedule.backup: no such job; known are health_check, clean_up, auto_recovery',
  ])
  expect(parse({ clean_up: { at: '02:00' } }).faults).toEqual([
    'schedule.clean_up.at: unknown; known are enabled, cron',
  ])
  expect(parse({ clean_up: true }).faults[0]).toContain('expected {"enabled": true')
  expect(parse([]).faults[0]).toContain('schedule is no object')
})
