import { Cron, CronPattern } from 'croner'
import { DEFAULT_SCHEDULE, isJob, JOBS, type JobSettings, type ScheduleConfig } from './schedule.ts'
import { type Faults, type Given, isObject, readFields } from './setting-fields.ts'

/**
 * The schedule of a config file: what is not said is as it is by default. Every fault is added to `faults`, with where it
 * stands and what was expected.
 */
export function parseScheduleSettings(value: unknown, source: string, faults: Faults): ScheduleConfig {
  if (!isObject(value)) {
    faults.push(`${source} is no object: expected {"clean_up": {"enabled": true, "cron": "0 2 * * *"}}`)
    return DEFAULT_SCHEDULE
  }
  const schedule = { ...DEFAULT_SCHEDULE }
  for (const [name, given] of Object.entries(value)) {
    const at = `${source}.${name}`
    if (!isJob(name)) faults.push(`${at}: no such job; known are ${JOBS.join(', ')}`)
    else if (isObject(given)) schedule[name] = parseJob(given, schedule[name], at, faults)
    else faults.push(`${at} is no object: expected {"enabled": true, "cron": "${schedule[name].cron}"}`)
  }
  return schedule
}

function parseJob(
  given: Record<string, unknown>,
  usual: JobSettings,
  source: string,
  faults: Faults,
): JobSettings {
  const read = readFields(given, ['enabled', 'cron'], (field) => `${source}.${field}`, faults)
  return {
    enabled: read('enabled', toSwitch, usual.enabled),
    cron: read('cron', toCron, usual.cron),
  }
}

const toSwitch: Given<boolean> = (value) =>
  typeof value === 'boolean' ? { ok: true, value } : { ok: false, expected: 'true or false' }

/** What cron and this program both understand: a crontab has no seconds, and no other fields than these five. */
const toCron: Given<string> = (value) => {
  const isOne =
    typeof value === 'string' &&
    /^[\d*,/\sA-Za-z-]+$/.test(value) &&
    hasNoOtherWords(value) &&
    isPattern(value.trim())
  if (!isOne)
    return { ok: false, expected: 'five fields as in a crontab, such as "0 2 * * *" for 02:00 each day' }
  const cron = value.trim().split(/\s+/).join(' ')
  if (isEverDue(cron)) return { ok: true, value: cron }
  return { ok: false, expected: 'a time that comes: no month that it names has a day that it names' }
}

/** From a day on that is always the same, so that it does not depend on when somebody asks. A leap year comes soon. */
const isEverDue = (cron: string): boolean =>
  new Cron(cron, { mode: '5-part', paused: true }).nextRun(new Date(2000, 0, 1)) !== null

const NAMES = 'jan feb mar apr may jun jul aug sep oct nov dec sun mon tue wed thu fri sat'.split(' ')

/** The "L" and "W" of this program's library are in no crontab, and cannot be said to systemd. */
const hasNoOtherWords = (text: string): boolean =>
  (text.match(/[A-Za-z]+/g) ?? []).every((word) => NAMES.includes(word.toLowerCase()))

function isPattern(text: string): boolean {
  try {
    return new CronPattern(text, undefined, { mode: '5-part' }).pattern !== ''
  } catch (error) {
    // It throws these for anything that it does not understand.
    if (error instanceof TypeError || error instanceof RangeError) return false
    throw error
  }
}
