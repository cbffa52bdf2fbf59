import { existsSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { isBrokenDatabase } from '#lib/errors.ts'

/** Which tables are copied, and of which version the database must be. */
export type CopiedTables = { tables: readonly string[]; version: number }

/**
 * Copies the database at `path`, which another process may be writing, into `db`, whose tables are empty: 50,000 rows in
 * some 50 ms, against reading as many files. Nothing is copied from a database that is broken or of another version.
 */
export function copyTables(db: DatabaseSync, path: string, { tables, version }: CopiedTables): void {
  if (!existsSync(path)) return
  const url = pathToFileURL(path)
  url.search = 'mode=ro'
  try {
    db.prepare('ATTACH ? AS kept').run(url.href)
    // One transaction, so that all tables are of one moment.
    db.exec('BEGIN')
    if (versionOf(db) === version)
      for (const table of tables) db.exec(`INSERT INTO main.${table} SELECT * FROM kept.${table}`)
    db.exec('COMMIT')
  } catch (error) {
    if (!isBrokenDatabase(error)) throw error
  } finally {
    if (db.isTransaction) db.exec('ROLLBACK')
    if (isAttached(db)) db.exec('DETACH kept')
  }
}

const isAttached = (db: DatabaseSync): boolean =>
  db
    .prepare('PRAGMA database_list')
    .all()
    .some(({ name }) => name === 'kept')

const versionOf = (db: DatabaseSync): number =>
  Number(db.prepare('PRAGMA kept.user_version').get()?.user_version)
