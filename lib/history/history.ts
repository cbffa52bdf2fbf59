import type { DatabaseSync } from 'node:sqlite'
import { type DirectoryRows, directoryRows } from './directory-rows.ts'
import { type FileRows, fileRows } from './file-rows.ts'
import { openHistory } from './open-history.ts'
import { type SessionRows, sessionRows } from './session-rows.ts'
import { type Summaries, summaries } from './summaries.ts'

/** Everything the index remembers: finished sessions on disk, live ones in memory, under one set of queries. */
export type History = {
  files: FileRows
  sessions: SessionRows
  directories: DirectoryRows
  summaries: Summaries
  notice: string | null
  /** Runs `work` in one transaction, and rolls back where it throws. */
  transaction<T>(work: () => T): T
  close(): void
}

/** `directory` is where the database file lies; it is made with mode 700 where it is missing. */
export function createHistory(directory: string, fileName: string, now: () => Date): History {
  const { db, notice } = openHistory(directory, fileName, now)
  return {
    files: fileRows(db),
    sessions: sessionRows(db),
    directories: directoryRows(db),
    summaries: summaries(db),
    notice,
    transaction: (work) => inTransaction(db, work),
    close: () => db.close(),
  }
}

function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  if (db.isTransaction) return work()
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}
