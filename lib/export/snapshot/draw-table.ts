import { element, type Markup } from '#lib/export/markup.ts'
import type { Cell, Column, ColumnKind, Table } from '#lib/export/tables/table.ts'
import { writeValue } from '#lib/export/write-value.ts'

const classOf = (kind: ColumnKind | undefined): string =>
  kind === 'text' ? 'text' : kind === 'time' ? 'time' : 'number'

/** A table of HTML that scrolls in itself where there is no room. */
export function drawTable({ columns, rows }: Table, title: string, timeZone: string): Markup {
  const head = columns.map(({ title: name, kind }) =>
    element('th', { scope: 'col', class: classOf(kind) }, name),
  )
  const body = rows.map((row) =>
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

const isWords = (kind: ColumnKind | undefined): boolean => kind === 'text' || kind === 'time'

/** Without rows of which nothing is known but when they were. */
export const knownRows = ({ columns, rows }: Table): Table => ({
  columns,
  rows: rows.filter((row) => row.some((cell, at) => cell !== null && !isWords(columns[at]?.kind))),
})

/** Columns as rows, for a table that is wider than a page; each of its rows becomes a column under one of `titles`. */
export const turned = ({ columns, rows }: Table, titles: readonly string[], timeZone: string): Table => ({
  columns: ['Of', ...titles].slice(0, rows.length + 1).map((title) => ({ title, kind: 'text' })),
  rows: columns.map(({ title, kind }, at) => [
    title,
    ...rows.map((row) => writeValue(row[at] ?? null, kind, timeZone)),
  ]),
})
