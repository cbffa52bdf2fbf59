import { CronPattern } from 'croner'

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const

/**
 * The same times as systemd writes them (systemd.time(7)), by their numbers one by one. Where a crontab names days of the
 * month and of the week it means either, and systemd both: that is two lines.
 */
export function onCalendar(cron: string): string[] {
  const { minute, hour, day, month, dayOfWeek, starDOM, starDOW } = new CronPattern(cron, undefined, {
    mode: '5-part',
  })
  const time = `${listOf(hour, 0)}:${listOf(minute, 0)}:00`
  const months = listOf(month, 1)
  const ofMonth = `*-${months}-${listOf(day, 1)} ${time}`
  const ofWeek = `${weekdaysOf(dayOfWeek)} *-${months}-* ${time}`
  if (starDOW) return [ofMonth]
  return starDOM ? [ofWeek] : [ofMonth, ofWeek]
}

const chosen = (bits: readonly number[]): number[] => bits.flatMap((bit, at) => (bit === 0 ? [] : [at]))

function listOf(bits: readonly number[], first: 0 | 1): string {
  const numbers = chosen(bits)
  if (numbers.length === bits.length) return '*'
  return numbers.map((number) => String(number + first).padStart(2, '0')).join(',')
}

/** Sunday has two numbers, 0 and 7. */
function weekdaysOf(bits: readonly number[]): string {
  const days = new Set(chosen(bits).map((number) => WEEKDAYS[number % 7]))
  return [...days].join(',')
}
