import { formatClock, formatDay, formatTime } from '#lib/format/clock.ts'
import { formatValue, type Unit } from './units.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Lengths of time that people reckon in, milliseconds. */
const TIME_STEPS_MS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 14, 28, 91, 364].map((days) => days * DAY_MS),
]

/** Lines above the lowest; more are in the way of what is drawn. */
const VALUE_STEPS = 4

/** Where the lines of a value axis lie: from 0 up to at least `highest`. */
export function valueTicks(unit: Unit, highest: number): number[] {
  if (unit === 'rate') return [0, 0.25, 0.5, 0.75, 1]
  const step = unit === 'duration' ? timeStep(highest, VALUE_STEPS) : decimalStep(unit, highest)
  const count = Math.max(1, Math.ceil(highest / step))
  return Array.from({ length: count + 1 }, (_, nth) => nth * step)
}

function timeStep(lengthMs: number, limit: number): number {
  const longest = TIME_STEPS_MS.at(-1) ?? DAY_MS
  return (
    TIME_STEPS_MS.find((step) => lengthMs / step <= limit) ?? Math.ceil(lengthMs / limit / longest) * longest
  )
}

/** 1, 2 or 5 times a power of ten; of what is counted, 1 at least. */
function decimalStep(unit: Unit, highest: number): number {
  const least = highest / VALUE_STEPS
  if (least <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(least))
  const step = [1, 2, 5, 10].map((times) => times * power).find((candidate) => candidate >= least) ?? least
  return unit === 'count' || unit === 'bytes' ? Math.max(1, step) : step
}

/** A value of the axis; of nothing there is no unit. */
export function formatTick(unit: Unit, value: number): string {
  if (value === 0 && unit !== 'rate') return '0'
  if (unit === 'duration') return formatTimeStep(value)
  return unit === 'count' ? formatCountStep(value) : formatValue(unit, value)
}

/** "15 M" rather than "15,000,000", for which there is no room. */
function formatCountStep(value: number): string {
  if (value < 10_000) return formatValue('count', value)
  const [size, name] = value < 1e6 ? [1000, 'k'] : [1e6, 'M']
  return `${Number((value / size).toPrecision(3))} ${name}`
}

/** "1.5 min" rather than "1 min 30 s", for which there is no room. */
function formatTimeStep(lengthMs: number): string {
  const of = TICK_UNITS.find(({ ms }) => lengthMs >= ms) ?? TICK_UNITS[TICK_UNITS.length - 1]
  return of ? `${Number((lengthMs / of.ms).toPrecision(3))} ${of.name}` : ''
}

const TICK_UNITS = [
  { ms: DAY_MS, name: 'd' },
  { ms: HOUR_MS, name: 'h' },
  { ms: MINUTE_MS, name: 'min' },
  { ms: SECOND_MS, name: 's' },
  { ms: 1, name: 'ms' },
] as const

export type TimeTicks = { atMs: number[]; stepMs: number }

/** The buckets below which a time is written: those that begin a round time of whoever looks, `limit` at most. */
export function timeTicks(startsMs: readonly number[], bucketMs: number, limit: number): TimeTicks {
  const first = startsMs[0] ?? 0
  const lengthMs = (startsMs.at(-1) ?? 0) + bucketMs - first
  const stepMs = Math.max(timeStep(lengthMs, limit), MINUTE_MS)
  const turn = (atMs: number): number =>
    Math.floor((atMs - new Date(atMs).getTimezoneOffset() * MINUTE_MS) / stepMs)
  const atMs = startsMs.filter((at) => turn(at) !== turn(at - bucketMs))
  // A range within one step still says when it is.
  return { atMs: atMs.length > 0 ? atMs : startsMs.slice(0, 1), stepMs }
}

/** "14:30"; "11-30" for days, and where one begins. */
export function formatTimeTick(atMs: number, stepMs: number): string {
  const clock = formatClock(atMs)
  return stepMs >= DAY_MS || clock === '00:00' ? formatDay(atMs).slice(5) : clock
}

/** "2026-11-30 14:30", to the second where buckets are shorter than a minute, or the day alone where they are days. */
export function formatBucket(atMs: number, bucketMs: number): string {
  if (bucketMs >= DAY_MS) return formatDay(atMs)
  return bucketMs < MINUTE_MS ? formatTime(atMs) : formatTime(atMs).slice(0, 16)
}
