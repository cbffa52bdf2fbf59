import type { ColumnKind } from '#lib/export/tables/table.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

/** Steps of time that people count in. */
const TIME_STEPS_MS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 6, 12, 24, 48, 168, 720].map((hours) => hours * HOUR_MS),
] as const

const MOST_STEPS = 5

/** Marks from 0 on, at most six, the last at or above what is to be shown. */
export function valueTicks(highest: number, unit: ColumnKind): number[] {
  if (unit === 'rate') return [0, 0.25, 0.5, 0.75, 1]
  const step = stepFor(highest, unit)
  const steps = Math.max(1, Math.ceil(highest / step))
  return Array.from({ length: steps + 1 }, (_, at) => at * step)
}

function stepFor(highest: number, unit: ColumnKind): number {
  const wanted = highest / MOST_STEPS
  if (unit === 'ms') {
    const step = TIME_STEPS_MS.find((candidate) => candidate >= wanted)
    if (step !== undefined) return step
  }
  if (highest <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(wanted))
  const step =
    [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= wanted) ?? wanted
  // Half a result is none.
  return unit === 'count' ? Math.max(1, step) : step
}
