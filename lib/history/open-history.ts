import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { remoteFileSystem } from '#lib/store/file-system-type.ts'
import {
  BUSY_TIMEOUT_MS,
  examineDatabase,
  isEmptyDatabase,
  keepDatabase,
  type NotKept,
} from '#lib/store/keep-database.ts'
import { makeFile } from '#lib/store/make-file.ts'
import { setDatabaseAside } from '#lib/store/set-aside.ts'
import { copyTables } from './copy-tables.ts'
import { DISK_SCHEMA, DISK_TABLES, LATE_INDEXES, MEMORY_SCHEMA, SCHEMA_VERSION } from './schema.ts'

/**
 * One process at a time keeps the history on disk; every other works on a copy in memory. Rows say what files were
 * when they were last read, so two that wrote would hide changes from each other.
 * `wait`: for whoever stays, and can wait for a command to end. `if_free`: for a command. `never`: for whoever only
 * looks on for long.
 */
export type HistoryKeeping = 'wait' | 'if_free' | 'never'

export type OpenHistory = {
  db: DatabaseSync
  /** Where the history is and why, when it is not simply on disk; `null` otherwise. */
  notice: string | null
  /** To be called once everything was read for the first time. */
  completeFirstReading(): void
  close(): void
}

/** As long as a command takes that reads some 100,000 sessions for the first time. */
const KEEPER_WAIT_MS = 15_000

export type HistoryOptions = {
  /** Where the database lies; made with mode 700 where it is missing. */
  directory: string
  fileName: string
  keeping: HistoryKeeping
  /** Why it cannot be written, where that was found out before; then it is not tried again. */
  unwritable: string | null
  now: () => Date
}

/**
 * Opens the history. A broken or older database is set aside as a file beside it and a new one begun, since everything
 * but rows of vanished files can be read again. Where it cannot be written, or another process keeps it, the history
 * lives in memory; so it does where somebody else may have made it. The directory and the file get modes 700 and 600.
 */
export function openHistory(options: HistoryOptions): OpenHistory {
  const { directory, fileName, keeping, unwritable, now } = options
  const path = join(directory, fileName)
  if (unwritable !== null) return inMemory(cannotBeWritten(path, unwritable))
  return keepDatabase<OpenHistory>(path, {
    waitMs: keeping === 'never' ? null : keeping === 'wait' ? KEEPER_WAIT_MS : 0,
    onDisk: () => openOnDisk(path, now()),
    inMemory: (why) => insteadOf(path, why),
  })
}

const IN_MEMORY = 'History is kept in memory only, and read anew at each start'

const cannotBeWritten = (path: string, reason: string): string =>
  `${IN_MEMORY}: ${path} cannot be written (${reason}).`

function insteadOf(path: string, why: NotKept): OpenHistory {
  switch (why.kind) {
    case 'kept_by_another':
      return inMemoryCopy(path)
    case 'not_own':
      return inMemory(`${IN_MEMORY}: ${why.message}`)
    case 'unwritable':
      return inMemory(cannotBeWritten(path, why.reason))
  }
}

function inMemoryCopy(path: string): OpenHistory {
  const history = inMemory(
    `History is kept in memory only: another Trinitas program is writing ${path}. Start again once that has ended.`,
  )
  copyTables(history.db, path, { tables: DISK_TABLES, version: SCHEMA_VERSION })
  return history
}

function inMemory(notice: string): OpenHistory {
  const db = prepare(new DatabaseSync(':memory:'), MEMORY)
  return { db, notice, completeFirstReading: () => db.exec(LATE_INDEXES), close: () => db.close() }
}

function openOnDisk(path: string, now: Date): OpenHistory {
  const fault = existsSync(path) ? findFault(path) : null
  if (fault === 'newer') {
    return inMemory(
      `History is kept in memory only: ${path} was written by a newer version, and is left as it is.`,
    )
  }
  const aside = fault === null ? null : setDatabaseAside(path, now)
  // SQLite gives its other files the mode of the database, so that one must never be readable by others.
  makeFile(path)
  const db = new DatabaseSync(path)
  // A write-ahead log needs memory that is shared, which no network file system offers.
  const journal = remoteFileSystem(path) === null ? WAL : ROLLBACK
  prepare(db, isEmptyDatabase(db) ? FILLING : journal)
  return {
    db,
    notice:
      aside === null
        ? null
        : `The history database was ${fault}. It was set aside as ${aside} and rebuilt from the files.`,
    completeFirstReading: () => db.exec(`${LATE_INDEXES} ${journal}`),
    close: () => db.close(),
  }
}

type Fault = 'broken' | 'of an older version' | 'newer'

function findFault(path: string): Fault | null {
  const found = examineDatabase(path, SCHEMA_VERSION)
  if (typeof found === 'string') return found
  const isNew = found.version === 0 && found.isEmpty
  return isNew || found.version === SCHEMA_VERSION ? null : 'of an older version'
}

/** Large pages suit rows that are put in by the thousand; the log is written back when it has grown to 64 MB. */
const PRAGMAS = `
  PRAGMA page_size = 16384;
  PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS};
  PRAGMA cache_size = -16000;
  PRAGMA wal_autocheckpoint = 4000;`

const WAL = 'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;'
const ROLLBACK = 'PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = NORMAL;'
/**
 * While everything is read for the first time: a log would be all of it twice. A power cut may leave a database that is
 * broken, of which nothing is lost, since it is set aside and read again.
 */
const FILLING = 'PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = OFF;'
const MEMORY = 'PRAGMA journal_mode = MEMORY;'

function prepare(db: DatabaseSync, journal: string): DatabaseSync {
  db.exec(PRAGMAS + journal)
  // Also where there is nothing to make: whoever cannot write learns it now.
  db.exec(`BEGIN IMMEDIATE; ${isEmptyDatabase(db) ? DISK_SCHEMA : ''} COMMIT`)
  db.exec(MEMORY_SCHEMA)
  return db
}
