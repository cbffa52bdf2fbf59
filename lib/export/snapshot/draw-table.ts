import { element, type Markup } from '#lib/export/markup.ts'
import type { Cell, Column, ColumnKind, Table } from '#lib/export/tables/table.ts'
import { writeValue } from '#lib/export/write-value.ts'

const isWords = (kind: ColumnKind | undefined): boolean => kind === 'text' || kind === 'time'
const classOf = (kind: ColumnKind | undefined): string =>
  kind === 'text' ? 'text' : kind === 'time' ? 'time' : 'number'

/** A table of HTML that scrolls in itself where there is no room. Rows in which nothing is known are left out. */
export function drawTable({ columns, rows }: Table, title: string, timeZone: string): Markup {
  const known = rows.filter((row) => row.some((cell, at) => cell !== null && !isWords(columns[at]?.kind)))
  const head = columns.map(({ title: name, kind }) =>
    element('th', { scope: 'col', class: classOf(kind) }, name),
  )
  const body = known.map((row) =>
    element('tr', {}, ...row.map((cell, at) => drawCell(cell, columns[at], timeZone))),
  )
  return element(
    'div',
    // What scrolls can be reached by keyboard.
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': title },
    element('table', {}, element('thead', {}, element('tr', {}, ...head)), element('tbody', {}, ...body)),
  )
}

const drawCell = (cell: Cell, column: Column | undefined, timeZone: string): Markup =>
  element(
    'td',
    { class: classOf(column?.kind) },
    writeValue(cell === '' ? null : cell, column?.kind ?? 'text', timeZone),
  )
