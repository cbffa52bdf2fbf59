import { formatBytes } from '#lib/format/bytes.ts'
import { formatDuration } from '#lib/format/duration.ts'
import { formatCount, formatRate } from '#lib/format/number.ts'

/** What the values of a chart are: milliseconds, shares of 1, pieces, agents at once, times as fast, bytes. */
export type Unit = 'duration' | 'rate' | 'count' | 'agents' | 'factor' | 'bytes'

/** What stands beside the title of a chart. */
export const UNIT_WORDS: Readonly<Record<Unit, string>> = {
  duration: 'time',
  rate: 'share of results',
  count: 'number',
  agents: 'agents',
  factor: 'times as fast',
  bytes: 'bytes',
}

/** A value as it stands in legends, tables and beside the axis. `null` is unknown and reads "–". */
export function formatValue(unit: Unit, value: number | null): string {
  if (value === null) return '–'
  switch (unit) {
    case 'duration':
      return formatDuration(value)
    case 'rate':
      return formatRate(value)
    case 'count':
      return formatCount(value)
    case 'agents':
      return formatDecimal(value)
    case 'factor':
      return `${formatDecimal(value)}×`
    case 'bytes':
      return formatBytes(value)
  }
}

/** Three digits that count, and no zeros behind the point: "0.25", "2.5", "12", "1,200". */
function formatDecimal(value: number): string {
  return Math.abs(value) >= 99.95 ? formatCount(Math.round(value)) : String(Number(value.toPrecision(3)))
}
