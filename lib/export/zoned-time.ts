const MINUTE_MS = 60_000

/** Making one takes longer than using it a thousand times. */
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  formats.set(timeZone, made)
  return made
}

/** "2026-11-24 10:05:09" in a time zone, whichever that of the program is. */
export function formatZoned(atMs: number, timeZone: string): string {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, value]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? ''
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}:${part('second')}`
}

/** How far a time zone is ahead of UTC then. */
export function zoneOffsetMs(atMs: number, timeZone: string): number {
  const wholeMs = Math.floor(atMs / MINUTE_MS) * MINUTE_MS
  return Date.parse(`${formatZoned(wholeMs, timeZone).replace(' ', 'T')}Z`) - wholeMs
}
