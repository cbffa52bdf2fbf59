import { formatCsvRow } from '#lib/format/csv.ts'
import { revealHidden } from '#lib/format/printable.ts'
import type { Cell, Column, ColumnKind, Table } from './table.ts'

const ROWS_AT_ONCE = 1000

/** What stands behind a column's name, so that nobody has to guess the unit. Rates are 0 to 1. */
const UNITS: Readonly<Record<ColumnKind, string>> = {
  text: '',
  time: '',
  count: '',
  number: '',
  ms: '_ms',
  bytes: '_bytes',
  rate: '',
  factor: '',
}

/**
 * A table as RFC 4180 has it, some rows at a time: unknown is empty, times are ISO 8601 in UTC. What hides in a text is
 * written as its code, since a table is also printed on terminals.
 */
export function* writeCsv({ columns, rows }: Table): Generator<string> {
  yield formatCsvRow(columns.map(nameOf))
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE)
    yield rows
      .slice(at, at + ROWS_AT_ONCE)
      .map((row) => formatCsvRow(row.map((cell, place) => cellOf(cell, columns[place]?.kind))))
      .join('')
}

/** "success_rate", "average_ms". */
export const nameOf = ({ title, kind }: Column): string =>
  title.toLowerCase().replace(/[^a-z0-9]+/g, '_') + UNITS[kind]

function cellOf(cell: Cell, kind: ColumnKind | undefined): string | number {
  if (cell === null) return ''
  if (typeof cell === 'string') return revealHidden(cell)
  return kind === 'time' ? new Date(cell).toISOString() : cell
}
