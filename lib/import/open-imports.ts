import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AppError, isBrokenDatabase, unwritableReason } from '#lib/errors.ts'
import { copyTables } from '#lib/history/copy-tables.ts'
import { takeExclusiveLock } from '#lib/store/exclusive-lock.ts'
import { remoteFileSystem } from '#lib/store/file-system-type.ts'
import { makeFile } from '#lib/store/make-file.ts'
import { makeOwnDirectory, requireOwn } from '#lib/store/own-directory.ts'
import { setDatabaseAside } from '#lib/store/set-aside.ts'
import { IMPORTS_NAME, IMPORTS_STEPS, IMPORTS_TABLES, IMPORTS_VERSION } from './imports-schema.ts'

export type OpenImports = { db: DatabaseSync; close(): void }

const BUSY_TIMEOUT_MS = 10_000

/**
 * Opens what was imported into a home, to be added to by this process alone. Throws `AppError('locked')` where another is
 * at it, and `AppError('cannot_begin')` where it cannot be written.
 */
export function openImports(directory: string, now: () => Date): OpenImports {
  const path = join(directory, IMPORTS_NAME)
  try {
    makeOwnDirectory(directory)
    requireOwn(path)
    const lock = takeExclusiveLock(`${path}.lock`, 0)
    if (lock === null)
      throw new AppError(
        'locked',
        'Another "trinitas import" is at work in this home: wait until it has ended.',
      )
    try {
      const db = openOnDisk(path, now)
      const close = (): void => {
        db.close()
        lock.release()
      }
      return { db, close }
    } catch (error) {
      lock.release()
      throw error
    }
  } catch (error) {
    const reason = unwritableReason(error)
    if (reason === null) throw error
    throw new AppError('cannot_begin', `Nothing was imported: ${path} cannot be written (${reason}).`, {
      path,
    })
  }
}

/** A copy in memory, for whoever only wants to know what would come. */
export function copyImports(directory: string): OpenImports {
  const db = new DatabaseSync(':memory:')
  migrate(db)
  copyTables(db, join(directory, IMPORTS_NAME), { tables: IMPORTS_TABLES, version: IMPORTS_VERSION })
  return { db, close: () => db.close() }
}

function openOnDisk(path: string, now: () => Date): DatabaseSync {
  if (existsSync(path)) {
    const fault = findFault(path)
    if (fault === 'newer')
      throw new AppError(
        'cannot_begin',
        `Nothing was imported: ${path} was written by a newer version. Use that one, or move the file away to begin anew.`,
        { path },
      )
    // What of it is still in transcripts is read again; the history has the rest.
    if (fault === 'broken') setDatabaseAside(path, now())
  }
  makeFile(path)
  const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS })
  db.exec(
    remoteFileSystem(path) === null
      ? 'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL'
      : 'PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL',
  )
  migrate(db)
  return db
}

function migrate(db: DatabaseSync): void {
  db.exec('BEGIN IMMEDIATE')
  for (const step of IMPORTS_STEPS.slice(versionOf(db))) db.exec(step)
  db.exec(`PRAGMA user_version = ${IMPORTS_VERSION}; COMMIT`)
}

function findFault(path: string): 'broken' | 'newer' | null {
  let db: DatabaseSync | null = null
  try {
    db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS })
    if (versionOf(db) > IMPORTS_VERSION) return 'newer'
    return db.prepare('PRAGMA quick_check(1)').get()?.quick_check === 'ok' ? null : 'broken'
  } catch (error) {
    if (isBrokenDatabase(error)) return 'broken'
    throw error
  } finally {
    db?.close()
  }
}

const versionOf = (db: DatabaseSync): number => Number(db.prepare('PRAGMA user_version').get()?.user_version)
