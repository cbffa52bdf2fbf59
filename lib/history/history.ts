import type { DatabaseSync } from 'node:sqlite'
import { inTransaction } from '#lib/store/database.ts'
import { type DirectoryRows, directoryRows } from './directory-rows.ts'
import { type FileRows, fileRows } from './file-rows.ts'
import { type HistoryOptions, openHistory } from './open-history.ts'
import { type ResultFeed, tellingRows } from './result-feed.ts'
import { type ResultPages, resultPages } from './result-pages.ts'
import { type SessionRows, sessionRows } from './session-rows.ts'
import { type Summaries, summaries } from './summaries.ts'

/** Everything the index remembers: finished sessions on disk, live ones in memory, under one set of queries. */
export type History = {
  files: FileRows
  sessions: SessionRows
  directories: DirectoryRows
  summaries: Summaries
  pages: ResultPages
  notice: string | null
  /** To be called once everything was read for the first time. */
  completeFirstReading(): void
  /** Runs `work` in one transaction, and rolls back where it throws. */
  transaction<T>(work: () => T): T
  /** The same for work that pauses; whoever reads in a pause sees what is not committed yet. Nobody else may write. */
  longTransaction(work: () => Promise<void>): Promise<void>
  close(): void
}

/** With `tell`, whoever keeps the results for longer hears of every change. */
export function createHistory(options: HistoryOptions, tell: ResultFeed | null = null): History {
  const { db, notice, completeFirstReading, close } = openHistory(options)
  return {
    files: tell === null ? fileRows(db) : tellingRows(fileRows(db), tell),
    sessions: sessionRows(db),
    directories: directoryRows(db),
    summaries: summaries(db),
    pages: resultPages(db),
    notice,
    completeFirstReading,
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
