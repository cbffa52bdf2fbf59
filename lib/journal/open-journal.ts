import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AppError, isBrokenDatabase, sqliteErrorCode, systemErrorCode } from '#lib/errors.ts'
import { makeFile } from '#lib/store/make-file.ts'
import { makeOwnDirectory, requireOwn } from '#lib/store/own-directory.ts'
import { setDatabaseAside } from '#lib/store/set-aside.ts'
import { JOURNAL_STEPS, JOURNAL_VERSION } from './schema.ts'

const BUSY_TIMEOUT_MS = 5000

/**
 * Opens `<directory>/journal.db`, and makes it with mode 600 where it is missing. Throws `AppError('journal_unusable')`
 * where it cannot be written or was written by a newer version: then nothing may be changed; `AppError('not_own')` where
 * somebody else may have made it. A damaged one is set aside, since what it says cannot be trusted, and
 * `AppError('journal_damaged')` says where.
 */
export function openJournalDatabase(directory: string, now: () => Date): DatabaseSync {
  const path = join(directory, 'journal.db')
  try {
    makeOwnDirectory(directory)
    requireOwn(path)
    makeFile(path)
    const db = prepare(path)
    if (db !== null) return db
  } catch (error) {
    if (!isBrokenDatabase(error)) throw explain(error, path)
  }
  const aside = setDatabaseAside(path, now())
  const message = `The journal ${path} was damaged. It was set aside as ${aside}, and nothing was changed. Start again to begin a new one; tokens of the old one no longer let anyone in.`
  throw new AppError('journal_damaged', message, { path })
}

/** `null` where the file is a database, but not whole. */
function prepare(path: string): DatabaseSync | null {
  const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS })
  try {
    // On a full disk a write-ahead log cannot even be opened for reading; and what the journal says was done must
    // survive a power cut.
    db.exec('PRAGMA journal_mode = PERSIST; PRAGMA synchronous = FULL; BEGIN IMMEDIATE')
    const version = Number(db.prepare('PRAGMA user_version').get()?.user_version)
    if (version > JOURNAL_VERSION)
      throw unusable(path, 'was written by a newer version, and is left as it is')
    for (const step of JOURNAL_STEPS.slice(version)) db.exec(step)
    if (version < JOURNAL_VERSION) db.exec(`PRAGMA user_version = ${JOURNAL_VERSION}`)
    db.exec('COMMIT')
    if (db.prepare('PRAGMA quick_check(1)').get()?.quick_check === 'ok') return db
  } catch (error) {
    db.close()
    throw error
  }
  db.close()
  return null
}

/** A failure of the system or of SQLite becomes one with a name and a way out; anything else is a defect. */
function explain(error: unknown, path: string): unknown {
  const isOperational = sqliteErrorCode(error) !== null || systemErrorCode(error) !== null
  return isOperational ? unusable(path, `cannot be opened (${(error as Error).message})`, error) : error
}

function unusable(path: string, what: string, cause?: unknown): AppError {
  const message = `The journal ${path} ${what}. Without it no token is known and nothing can be changed.`
  return new AppError('journal_unusable', message, { cause, path })
}
