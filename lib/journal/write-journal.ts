import type { DatabaseSync } from 'node:sqlite'
import { AppError, sqliteErrorCode } from '#lib/errors.ts'
import { inTransaction } from '#lib/store/database.ts'

/** A look into the journal. Throws `AppError('journal_unusable')` where it cannot be read. */
export function readJournal<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (sqliteErrorCode(error) === null) throw error
    throw new AppError(
      'journal_unusable',
      `The journal cannot be read (${(error as Error).message}). Start again: a damaged one is set aside.`,
      { cause: error },
    )
  }
}

const SQLITE_BUSY = 5

const isBusy = (error: unknown): boolean => sqliteErrorCode(error) === SQLITE_BUSY

/** One durable change of the journal, or none. Throws `AppError('journal_unusable')` where it cannot be written. */
export function writeJournal<T>(db: DatabaseSync, work: () => T): T {
  try {
    return inTransaction(db, work)
  } catch (error) {
    if (sqliteErrorCode(error) === null) throw error
    throw new AppError(
      'journal_unusable',
      `The journal cannot be written (${(error as Error).message}), so nothing was changed.${isBusy(error) ? ' Another program is writing it: try again.' : ' Is the disk full?'}`,
      { cause: error },
    )
  }
}
