import { formatZoned, zoneOffsetMs } from '#lib/export/zoned-time.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const STEPS_MS = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 14, 30, 60, 120].map((days) => days * DAY_MS),
] as const

export type TimeTick = { atMs: number; label: string }

/** At most `limit` marks at round times of a time zone: times of day, and the date where a day begins. */
export function timeTicks(fromMs: number, untilMs: number, timeZone: string, limit: number): TimeTick[] {
  const stepMs = STEPS_MS.find((step) => (untilMs - fromMs) / step <= limit) ?? 400 * DAY_MS
  const offsetMs = zoneOffsetMs(fromMs, timeZone)
  const ticks: TimeTick[] = []
  const firstMs = Math.ceil((fromMs + offsetMs) / stepMs) * stepMs - offsetMs
  for (let plainMs = firstMs; plainMs < untilMs; plainMs += stepMs) {
    // Where clocks change meanwhile, what was midnight is an hour off.
    const atMs = plainMs - (zoneOffsetMs(plainMs, timeZone) - offsetMs)
    if (atMs >= fromMs && atMs < untilMs) ticks.push({ atMs, label: labelOf(atMs, timeZone) })
  }
  return ticks
}

function labelOf(atMs: number, timeZone: string): string {
  const text = formatZoned(atMs, timeZone)
  const clock = text.slice(11, 16)
  return clock === '00:00' ? text.slice(5, 10) : clock
}
