import type { DatabaseSync } from 'node:sqlite'
import { inTransaction } from '#lib/store/database.ts'
import { type DirectoryRows, directoryRows } from './directory-rows.ts'
import { type FileRows, fileRows } from './file-rows.ts'
import { type HistoryKeeping, openHistory } from './open-history.ts'
import { LATE_INDEXES } from './schema.ts'
import { type SessionRows, sessionRows } from './session-rows.ts'
import { type Summaries, summaries } from './summaries.ts'

/** Everything the index remembers: finished sessions on disk, live ones in memory, under one set of queries. */
export type History = {
  files: FileRows
  sessions: SessionRows
  directories: DirectoryRows
  summaries: Summaries
  notice: string | null
  /** To be called once everything was read for the first time. */
  completeIndexes(): void
  /** Runs `work` in one transaction, and rolls back where it throws. */
  transaction<T>(work: () => T): T
  /** The same for work that pauses; whoever reads in a pause sees what is not committed yet. Nobody else may write. */
  longTransaction(work: () => Promise<void>): Promise<void>
  close(): void
}

/** `directory` is where the database file lies; it is made with mode 700 where it is missing. */
export function createHistory(
  directory: string,
  fileName: string,
  keeping: HistoryKeeping,
  now: () => Date,
): History {
  const { db, notice, close } = openHistory(directory, fileName, keeping, now)
  return {
    files: fileRows(db),
    sessions: sessionRows(db),
    directories: directoryRows(db),
    summaries: summaries(db),
    notice,
    completeIndexes: () => db.exec(LATE_INDEXES),
    transaction: (work) => inTransaction(db, work),
    longTransaction: (work) => inLongTransaction(db, work),
    close,
  }
}

async function inLongTransaction(db: DatabaseSync, work: () => Promise<void>): Promise<void> {
  db.exec('BEGIN IMMEDIATE')
  try {
    await work()
    db.exec('COMMIT')
  } catch (error) {
    if (db.isOpen && db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}
