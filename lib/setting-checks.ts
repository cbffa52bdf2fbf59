import * as z from 'zod'
import { parseDuration } from '#lib/format/duration.ts'

/** Whether a value from a flag, a variable or a file can be a setting's; where not, what was expected instead. */
export type Check<T> = (value: unknown) => { ok: true; value: T } | { ok: false; expected: string }

export const checkHost: Check<string> = (value) =>
  typeof value === 'string' && /^[A-Za-z0-9.:_-]+$/.test(value)
    ? { ok: true, value }
    : { ok: false, expected: 'a host name or an IP address without brackets' }

export const checkPort: Check<number> = (value) => {
  const port = typeof value === 'string' && /^\d{1,5}$/.test(value.trim()) ? Number(value) : value
  return typeof port === 'number' && Number.isInteger(port) && port >= 0 && port <= 65_535
    ? { ok: true, value: port }
    : { ok: false, expected: 'a port from 0 to 65535 (0 takes any free one)' }
}

export const checkCount: Check<number> = (value) => {
  const count = typeof value === 'string' && /^\d{1,9}$/.test(value.trim()) ? Number(value) : value
  return typeof count === 'number' && Number.isInteger(count) && count >= 1 && count <= 1_000_000
    ? { ok: true, value: count }
    : { ok: false, expected: 'a whole number from 1 to 1000000' }
}

export const checkIntegrator: Check<'own' | 'hook'> = (value) =>
  value === 'own' || value === 'hook'
    ? { ok: true, value }
    : { ok: false, expected: '"own", or "hook" for hooks/python/integrate_parallel_results.py of the home' }

/** Timers of Node hold 31 bits of milliseconds; longer ones fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1

export const checkDuration: Check<number> = (value) => {
  const durationMs = typeof value === 'string' ? parseDuration(value) : value
  return typeof durationMs === 'number' &&
    Number.isFinite(durationMs) &&
    durationMs >= 1 &&
    durationMs <= MAX_TIMER_MS
    ? { ok: true, value: durationMs }
    : { ok: false, expected: 'a time such as "90s", "5m", "2h" or milliseconds, at most 24 d' }
}

const DAY_MS = 86_400_000

/** For how long something is kept: no timer, so it may be long. */
export const checkKeeping: Check<number> = (value) => {
  const durationMs = typeof value === 'string' ? parseDuration(value) : value
  return typeof durationMs === 'number' && durationMs >= DAY_MS && durationMs <= 3650 * DAY_MS
    ? { ok: true, value: durationMs }
    : { ok: false, expected: 'a time such as "400d", from 1 d to 3650 d' }
}

/** The same where it may be for ever. */
export const checkRetention: Check<number> = (value) => {
  if (value === 0 || (typeof value === 'string' && /^\s*(?:0|never)\s*$/.test(value)))
    return { ok: true, value: 0 }
  const checked = checkKeeping(value)
  return checked.ok
    ? checked
    : { ok: false, expected: 'a time such as "7d", from 1 d to 3650 d, or 0 for never' }
}

const WORDS: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  ['true', true],
  ['yes', true],
  ['1', true],
  [false, false],
  ['false', false],
  ['no', false],
  ['0', false],
])

export const checkSwitch: Check<boolean> = (value) => {
  const on = WORDS.get(value)
  return on === undefined ? { ok: false, expected: 'true or false' } : { ok: true, value: on }
}

/** A list in a file, or words between commas in a flag or a variable. */
function checkList(schema: z.ZodType<string>, expected: string): Check<readonly string[]> {
  const list = z.array(schema)
  return (value) => {
    const items = typeof value === 'string' ? value.split(',').map((item) => item.trim()) : value
    const checked = list.safeParse(items)
    return checked.success ? { ok: true, value: checked.data } : { ok: false, expected }
  }
}

export const checkAddresses = checkList(
  z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]),
  'IP addresses or networks such as 10.0.0.7, 10.1.0.0/16',
)

export const checkHosts = checkList(
  z
    .string()
    .regex(/^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/)
    .transform((host) => host.toLowerCase()),
  'hosts as a browser names them, such as trinitas.example.org or 10.0.0.7:4680',
)
