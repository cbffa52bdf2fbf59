import type { DatabaseSync } from 'node:sqlite'
import type { FileRow } from './file-row.ts'
import { FILE_COLUMNS } from './schema.ts'

/** Where results and integrations stand: finished, live, and of files that went while nobody kept their results. */
export const RESULT_TABLES = ['files', 'live_files', 'past_results'] as const
export type ResultTable = (typeof RESULT_TABLES)[number]

export type ResultPages = {
  /** Rows of a table behind a place in it, and the place behind them; `null` where none are left. */
  after(table: ResultTable, place: number, limit: number): { rows: FileRow[]; place: number } | null
  /** Rows of all tables. */
  count(): number
  /** Forgets the results of files that went, once somebody keeps them. */
  forgetPast(): void
}

const PLACES: Readonly<Record<ResultTable, string>> = {
  files: 'main.files',
  live_files: 'temp.live_files',
  past_results: 'main.past_results',
}

export function resultPages(db: DatabaseSync): ResultPages {
  const pageOf = (table: string) =>
    db.prepare(`
      SELECT rowid AS place, ${FILE_COLUMNS.join(', ')} FROM ${table}
      WHERE rowid > ? AND kind IN ('result', 'integrated') ORDER BY rowid LIMIT ?`)
  const statements = {
    files: pageOf(PLACES.files),
    live_files: pageOf(PLACES.live_files),
    past_results: pageOf(PLACES.past_results),
  }
  const counts = RESULT_TABLES.map((table) =>
    db.prepare(`SELECT count(*) AS rows FROM ${PLACES[table]} WHERE kind IN ('result', 'integrated')`),
  )
  for (const statement of Object.values(statements)) statement.setReturnArrays(true)
  return {
    after(table, place, limit) {
      // Values in the order that the statement names them, as `toRow` made them.
      const found = statements[table].all(place, limit) as unknown as [number, ...FileRow][]
      const last = found.at(-1)
      return last === undefined ? null : { rows: found.map(([, ...row]) => row as FileRow), place: last[0] }
    },
    count: () => counts.reduce((sum, statement) => sum + Number(statement.get()?.rows), 0),
    forgetPast: () => db.exec('DELETE FROM main.past_results'),
  }
}
