import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import {
  BUSY_TIMEOUT_MS,
  examineDatabase,
  keepDatabase,
  migrateDatabase,
  type NotKept,
} from '#lib/store/keep-database.ts'
import { makeFile } from '#lib/store/make-file.ts'
import { setDatabaseAside } from '#lib/store/set-aside.ts'
import { ALERT_LOG_STEPS, ALERT_LOG_VERSION } from './schema.ts'

export type OpenAlertLog = {
  db: DatabaseSync
  /** Where it is and why, when it is not simply on disk; `null` otherwise. */
  notice: string | null
  close(): void
}

const IN_MEMORY = 'The history of alerts is kept in memory only'

/**
 * Opens `<directory>/alerts.db`, and makes it with mode 600 where it is missing. A broken one is set aside and a new one
 * begun. Where it cannot be written, was written by a newer version, is kept by another dashboard, or may be somebody
 * else's, it lives in memory, and `notice` says so: alerts are raised all the same.
 */
export function openAlertLog(directory: string, now: () => Date): OpenAlertLog {
  const path = join(directory, 'alerts.db')
  return keepDatabase<OpenAlertLog>(path, {
    waitMs: 0,
    onDisk: () => openOnDisk(path, now()),
    inMemory: (why) => inMemory(`${IN_MEMORY}: ${reasonOf(path, why)}`),
  })
}

function reasonOf(path: string, why: NotKept): string {
  switch (why.kind) {
    case 'kept_by_another':
      return `another Trinitas dashboard is writing ${path}.`
    case 'not_own':
      return why.message
    case 'unwritable':
      return `${path} cannot be written (${why.reason}).`
  }
}

function openOnDisk(path: string, now: Date): OpenAlertLog {
  const found = existsSync(path) ? examineDatabase(path, ALERT_LOG_VERSION) : null
  if (found === 'newer')
    return inMemory(`${IN_MEMORY}: ${path} was written by a newer version, and is left as it is.`)
  const aside = found === 'broken' ? setDatabaseAside(path, now) : null
  makeFile(path)
  const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS })
  prepare(db)
  const notice =
    aside === null
      ? null
      : `The history of alerts was broken. It was set aside as ${aside}, and a new one begun.`
  return { db, notice, close: () => db.close() }
}

function prepare(db: DatabaseSync): void {
  // What was told must not be told again after a power cut.
  db.exec('PRAGMA journal_mode = PERSIST; PRAGMA synchronous = FULL')
  migrateDatabase(db, ALERT_LOG_STEPS)
}

function inMemory(notice: string): OpenAlertLog {
  const db = new DatabaseSync(':memory:')
  prepare(db)
  return { db, notice, close: () => db.close() }
}
