import { AppError } from '#lib/errors.ts'
import { parseDuration } from '#lib/format/duration.ts'
import { printable } from '#lib/format/printable.ts'

/** Milliseconds of an option; `null` where it was not given. */
export function readTime(option: string, value: unknown): number | null {
  if (value === undefined) return null
  const timeMs = parseDuration(String(value))
  if (timeMs !== null && timeMs >= 0) return timeMs
  throw new AppError(
    'usage',
    `${option} is "${printable(String(value))}": expected a time such as 30m or 2h.`,
  )
}
