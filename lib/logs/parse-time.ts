const TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,9}))?\s?(Z|UTC|[+-]\d\d:?\d\d)?$/i

/** A number below this counts seconds: as milliseconds it would be a day of 1970. */
const SECONDS_BELOW = 1e11
/** Beyond this no date is. */
const TIME_LIMIT_MS = 8.64e15

/**
 * Epoch milliseconds of a time as logs write it; `null` for anything else. Without a zone it is the one of this machine, where
 * the hooks run as well.
 */
export function parseTime(value: unknown): number | null {
  if (typeof value === 'number') return withinLimit(value < SECONDS_BELOW ? value * 1000 : value)
  if (typeof value !== 'string') return null
  const match = TIME.exec(value.trim())
  if (match === null) return null
  const [, day, clock = '', fraction = '', zone = ''] = match
  const seconds = clock.length === 5 ? `${clock}:00` : clock
  const offset = /^(?:z|utc)$/i.test(zone) ? 'Z' : zone.replace(/^(...)(\d\d)$/, '$1:$2')
  return withinLimit(Date.parse(`${day}T${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}${offset}`))
}

const withinLimit = (atMs: number): number | null =>
  Number.isFinite(atMs) && Math.abs(atMs) <= TIME_LIMIT_MS ? Math.trunc(atMs) : null
