import { formatBytes } from '#lib/format/bytes.ts'
import { formatDuration } from '#lib/format/duration.ts'
import { formatCount, formatRate } from '#lib/format/number.ts'
import type { Cell, ColumnKind } from './tables/table.ts'
import { formatZoned } from './zoned-time.ts'

/** A value as people read it, with its unit; "–" is unknown. */
export function writeValue(cell: Cell, kind: ColumnKind, timeZone: string): string {
  if (cell === null) return '–'
  if (typeof cell === 'string') return cell
  switch (kind) {
    case 'time':
      return formatZoned(cell, timeZone)
    case 'ms':
      return formatDuration(cell)
    case 'bytes':
      return formatBytes(cell)
    case 'rate':
      return formatRate(cell)
    case 'factor':
      return `${formatFraction(cell)}×`
    default:
      return formatFraction(cell)
  }
}

const formatFraction = (value: number): string =>
  Number.isInteger(value) || value >= 1000
    ? formatCount(Math.round(value))
    : String(Number(value.toPrecision(3)))
