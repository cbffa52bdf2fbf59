/** What the values of a column are; it decides how they are written. A number has a fraction, a factor is so many times. */
export type ColumnKind = 'text' | 'time' | 'count' | 'number' | 'ms' | 'bytes' | 'rate' | 'factor'

/** `title` is for people; the name in a file has the unit behind it. */
export type Column = { title: string; kind: ColumnKind }

/** `null` is unknown. Times are epoch milliseconds. */
export type Cell = string | number | null

export type Table = { columns: readonly Column[]; rows: readonly (readonly Cell[])[] }

export const column = (title: string, kind: ColumnKind): Column => ({ title, kind })

type Values = readonly (number | null)[]

/** One row a bucket: when it begins, and the values of each line there. */
export function tableOfLines(
  startsMs: readonly number[],
  lines: readonly (Column & { values: Values })[],
): Table {
  return {
    columns: [column('Time', 'time'), ...lines.map(({ title, kind }) => column(title, kind))],
    rows: startsMs.map((startMs, at) => [startMs, ...lines.map(({ values }) => values[at] ?? null)]),
  }
}
