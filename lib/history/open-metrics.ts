import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AppError, isBrokenDatabase, unwritableReason } from '#lib/errors.ts'
import { takeExclusiveLock } from '#lib/store/exclusive-lock.ts'
import { remoteFileSystem } from '#lib/store/file-system-type.ts'
import { makeFile } from '#lib/store/make-file.ts'
import { makeOwnDirectory, requireOwn } from '#lib/store/own-directory.ts'
import { setDatabaseAside } from '#lib/store/set-aside.ts'
import { copyTables } from './copy-tables.ts'
import { METRICS_STEPS, METRICS_TABLES, METRICS_VERSION } from './metrics-schema.ts'

export type OpenMetrics = {
  db: DatabaseSync
  /** Whether what is put in is there after a restart. */
  isKept: boolean
  /** Why it is not kept, or what became of an older one; `null` where all is well. */
  notice: string | null
  close(): void
}

export type MetricsOptions = {
  /** Where the database lies; made with mode 700 where it is missing. */
  directory: string
  fileName: string
  /** `wait`: for the one that stays and writes. `never`: for whoever only reads what it has written. */
  keeping: 'wait' | 'never'
  /** Why it cannot be written, where that was found out before; then it is not tried again. */
  unwritable: string | null
  now: () => Date
}

/** As long as a dashboard takes to end that is being replaced by this one. */
const KEEPER_WAIT_MS = 5000
const BUSY_TIMEOUT_MS = 5000

/**
 * Opens the history of results, which cannot be rebuilt: an older one is brought up to date, a newer one is left as it
 * is, and a broken one set aside as a file. Where it cannot be written, or another process writes it, everything in it is
 * copied to memory and what comes is kept there. The file gets mode 600.
 */
export function openMetrics(options: MetricsOptions): OpenMetrics {
  const { directory, fileName, keeping, unwritable, now } = options
  const path = join(directory, fileName)
  if (unwritable !== null) return inMemory(path, cannotBeWritten(path, unwritable))
  try {
    makeOwnDirectory(directory)
    requireOwn(path)
    const lock = keeping === 'wait' ? takeExclusiveLock(`${path}.lock`, KEEPER_WAIT_MS) : null
    if (lock === null) return inMemory(path, keeping === 'wait' ? isKeptByAnother(path) : null)
    try {
      const opened = openOnDisk(path, now)
      if (opened === null) {
        lock.release()
        return inMemory(path, `${NOT_KEPT}: ${path} was written by a newer version, and is left as it is.`)
      }
      return {
        ...opened,
        close() {
          opened.db.close()
          lock.release()
        },
      }
    } catch (error) {
      lock.release()
      throw error
    }
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_own') return empty(`${NOT_KEPT}: ${error.message}`)
    const reason = unwritableReason(error)
    if (reason === null) throw error
    return inMemory(path, cannotBeWritten(path, reason))
  }
}

const NOT_KEPT = 'The past of the charts is kept until the next start only'

const cannotBeWritten = (path: string, reason: string): string =>
  `${NOT_KEPT}: ${path} cannot be written (${reason}).`

const isKeptByAnother = (path: string): string => `${NOT_KEPT}: another Trinitas program is writing ${path}.`

function empty(notice: string | null): OpenMetrics {
  const db = new DatabaseSync(':memory:')
  migrate(db)
  return { db, isKept: false, notice, close: () => db.close() }
}

function inMemory(path: string, notice: string | null): OpenMetrics {
  const opened = empty(notice)
  try {
    copyTables(opened.db, path, { tables: METRICS_TABLES, version: METRICS_VERSION })
  } catch (error) {
    // What cannot even be read is as good as not there.
    if (unwritableReason(error) === null) throw error
  }
  return opened
}

/** `null` where a newer version wrote it. */
function openOnDisk(path: string, now: () => Date): Omit<OpenMetrics, 'close'> | null {
  const fault = existsSync(path) ? findFault(path) : null
  if (fault === 'newer') return null
  const aside = fault === null ? null : setDatabaseAside(path, now())
  // SQLite gives its other files the mode of the database, so that one must never be readable by others.
  makeFile(path)
  const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS })
  // What a power cut takes from the end of a log is read again from the files; the rest stays whole.
  db.exec(
    remoteFileSystem(path) === null
      ? 'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL'
      : 'PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL',
  )
  migrate(db)
  const notice =
    aside === null
      ? null
      : `The history of results was broken. It was set aside as ${aside}, and a new one begun with the results that are there.`
  return { db, isKept: true, notice }
}

/** Also where there is nothing to do it begins to write: whoever cannot learns it now. */
function migrate(db: DatabaseSync): void {
  db.exec('BEGIN IMMEDIATE')
  for (const step of METRICS_STEPS.slice(versionOf(db))) db.exec(step)
  db.exec(`PRAGMA user_version = ${METRICS_VERSION}; COMMIT`)
}

function findFault(path: string): 'broken' | 'newer' | null {
  let db: DatabaseSync | null = null
  try {
    db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS })
    if (versionOf(db) > METRICS_VERSION) return 'newer'
    return db.prepare('PRAGMA quick_check(1)').get()?.quick_check === 'ok' ? null : 'broken'
  } catch (error) {
    if (isBrokenDatabase(error)) return 'broken'
    throw error
  } finally {
    db?.close()
  }
}

const versionOf = (db: DatabaseSync): number => Number(db.prepare('PRAGMA user_version').get()?.user_version)
