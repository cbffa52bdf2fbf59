import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AppError, isBrokenDatabase, unwritableReason } from '#lib/errors.ts'
import { type ExclusiveLock, takeExclusiveLock } from '#lib/store/exclusive-lock.ts'
import { makeFile } from '#lib/store/make-file.ts'
import { makeOwnDirectory, requireOwn } from '#lib/store/own-directory.ts'
import { setDatabaseAside } from '#lib/store/set-aside.ts'
import { ALERT_LOG_STEPS, ALERT_LOG_VERSION } from './schema.ts'

export type OpenAlertLog = {
  db: DatabaseSync
  /** Where it is and why, when it is not simply on disk; `null` otherwise. */
  notice: string | null
  close(): void
}

const BUSY_TIMEOUT_MS = 2000
const IN_MEMORY = 'The history of alerts is kept in memory only'

/**
 * Opens `<directory>/alerts.db`, and makes it with mode 600 where it is missing. A broken one is set aside and a new one
 * begun. Where it cannot be written, was written by a newer version, is kept by another dashboard, or may be somebody
 * else's, it lives in memory, and `notice` says so: alerts are raised all the same.
 */
export function openAlertLog(directory: string, now: () => Date): OpenAlertLog {
  const path = join(directory, 'alerts.db')
  try {
    makeOwnDirectory(directory)
    requireOwn(path)
    const lock = takeExclusiveLock(`${path}.lock`, 0)
    if (lock === null) return inMemory(`${IN_MEMORY}: another Trinitas dashboard is writing ${path}.`)
    return openKept(path, lock, now)
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_own')
      return inMemory(`${IN_MEMORY}: ${error.message}`)
    const reason = unwritableReason(error)
    if (reason === null) throw error
    return inMemory(`${IN_MEMORY}: ${path} cannot be written (${reason}).`)
  }
}

function openKept(path: string, lock: ExclusiveLock, now: () => Date): OpenAlertLog {
  try {
    const opened = openOnDisk(path, now)
    return {
      ...opened,
      close() {
        opened.close()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

function openOnDisk(path: string, now: () => Date): OpenAlertLog {
  makeFile(path)
  const first = tryOpen(path)
  if (first === 'newer')
    return inMemory(`${IN_MEMORY}: ${path} was written by a newer version, and is left as it is.`)
  if (first !== 'broken') return { db: first, notice: null, close: () => first.close() }
  const aside = setDatabaseAside(path, now())
  makeFile(path)
  const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS })
  prepare(db)
  const notice = `The history of alerts was broken. It was set aside as ${aside}, and a new one begun.`
  return { db, notice, close: () => db.close() }
}

function tryOpen(path: string): DatabaseSync | 'broken' | 'newer' {
  const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS })
  try {
    const version = versionOf(db)
    if (version <= ALERT_LOG_VERSION) {
      prepare(db)
      if (db.prepare('PRAGMA quick_check(1)').get()?.quick_check === 'ok') return db
    }
    db.close()
    return version > ALERT_LOG_VERSION ? 'newer' : 'broken'
  } catch (error) {
    db.close()
    if (isBrokenDatabase(error)) return 'broken'
    throw error
  }
}

function prepare(db: DatabaseSync): void {
  // What was told must not be told again after a power cut.
  db.exec('PRAGMA journal_mode = PERSIST; PRAGMA synchronous = FULL; BEGIN IMMEDIATE')
  const version = versionOf(db)
  for (const step of ALERT_LOG_STEPS.slice(version)) db.exec(step)
  if (version < ALERT_LOG_VERSION) db.exec(`PRAGMA user_version = ${ALERT_LOG_VERSION}`)
  db.exec('COMMIT')
}

const versionOf = (db: DatabaseSync): number => Number(db.prepare('PRAGMA user_version').get()?.user_version)

function inMemory(notice: string): OpenAlertLog {
  const db = new DatabaseSync(':memory:')
  prepare(db)
  return { db, notice, close: () => db.close() }
}
