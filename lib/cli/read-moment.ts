import { AppError } from '#lib/errors.ts'
import { parseDuration } from '#lib/format/duration.ts'
import { printable } from '#lib/format/printable.ts'

const FORMS = 'how long ago, such as 2h, today, 10:00, or a time such as 2026-11-24T10:00'
const UNITS = 'a number with its unit, such as 30m, 2h or 7d, or a date such as 2026-11-24'

const CLOCK = /^\d\d:\d\d(?::\d\d)?$/
const DATE = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)(?:\s?(Z|[+-]\d\d:?\d\d))?)?$/i

/**
 * Epoch milliseconds of an option that says a time, or how long ago; `null` where it was not given. Without a zone it is the
 * one of this machine. Throws `AppError('usage')` that says what was expected.
 */
export function readMoment(option: string, value: unknown, nowMs: number): number | null {
  if (value === undefined) return null
  const text = String(value).trim()
  const wrong = (expected: string): AppError =>
    new AppError('usage', `${option} is "${printable(text)}": expected ${expected}.`)
  // Nobody means milliseconds, but a day, or seconds of an epoch.
  if (/^[\d.]+$/.test(text)) throw wrong(UNITS)
  const agoMs = parseDuration(text)
  if (agoMs !== null) return nowMs - agoMs
  if (text === 'today') return dayOf(nowMs, 0)
  if (text === 'yesterday') return dayOf(nowMs, -1)
  const [, day, clock = '00:00', zone = ''] =
    DATE.exec(CLOCK.test(text) ? `${localDate(nowMs)}T${text}` : text) ?? []
  if (day !== undefined && !isDay(day)) throw wrong('a day that is in the calendar')
  const atMs = Date.parse(`${day}T${clock.replace(',', '.')}${zone.replace(/^(...)(\d\d)$/, '$1:$2')}`)
  if (!Number.isFinite(atMs)) throw wrong(FORMS)
  return atMs
}

/** Whether a text begins with a day that there is: of others, the language makes the days after them. */
export function isDay(text: string): boolean {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d\d)-(\d\d)/.exec(text) ?? []
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
}

function dayOf(nowMs: number, days: number): number {
  const now = new Date(nowMs)
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days).getTime()
}

function localDate(nowMs: number): string {
  const now = new Date(nowMs)
  const pad = (value: number): string => String(value).padStart(2, '0')
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`
}
