import { type inferParserType, parseAsIsoDateTime, parseAsStringLiteral } from 'nuqs/server'
import { parseDuration } from '#lib/format/duration.ts'

/** Ranges that are offered by name. */
export const RANGES = ['1h', '24h', '7d', '30d', 'custom'] as const

/** A range of times, as it stands in a URL: by its name, or `custom` between two times. */
export const RANGE_PARAMS = {
  within: parseAsStringLiteral(RANGES),
  from: parseAsIsoDateTime,
  to: parseAsIsoDateTime,
}

export type RangeParams = inferParserType<typeof RANGE_PARAMS>

/** `nowMs` is when the page is rendered: a range by name begins that much before. An end that is open is `null`. */
export function rangeOf(
  { within, from, to }: RangeParams,
  nowMs: number,
): { fromMs: number | null; untilMs: number | null } {
  if (within === null) return { fromMs: null, untilMs: null }
  if (within === 'custom') return { fromMs: from?.getTime() ?? null, untilMs: to?.getTime() ?? null }
  return { fromMs: nowMs - (parseDuration(within) ?? 0), untilMs: null }
}
