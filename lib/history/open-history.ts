import { closeSync, existsSync, mkdirSync, openSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { systemErrorCode } from '#lib/errors.ts'
import { DISK_SCHEMA, MEMORY_SCHEMA, SCHEMA_VERSION } from './schema.ts'

export type OpenHistory = {
  db: DatabaseSync
  /** Where the history is and why, when it is not simply on disk; `null` otherwise. */
  notice: string | null
}

/**
 * Opens `<directory>/<fileName>` for reading and writing. A broken or older database is set aside as a file beside it
 * and a new one begun, since everything but rows of vanished files can be read again. Where it cannot be written, the
 * history lives in memory. The directory and the file get modes 700 and 600.
 */
export function openHistory(directory: string, fileName: string, now: () => Date): OpenHistory {
  const path = join(directory, fileName)
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    return openOnDisk(path, now)
  } catch (error) {
    const reason = unwritable(error)
    if (reason === null) throw error
    return {
      db: prepare(new DatabaseSync(':memory:')),
      notice: `History is kept in memory only, and read anew at each start: ${path} cannot be written (${reason}).`,
    }
  }
}

function openOnDisk(path: string, now: () => Date): OpenHistory {
  const fault = existsSync(path) ? findFault(path) : null
  if (fault === 'newer') {
    return {
      db: prepare(new DatabaseSync(':memory:')),
      notice: `History is kept in memory only: ${path} was written by a newer version, and is left as it is.`,
    }
  }
  const aside = fault === null ? null : setAside(path, now())
  // SQLite gives its other files the mode of the database, so that one must never be readable by others.
  closeSync(openSync(path, 'a', 0o600))
  return {
    db: prepare(new DatabaseSync(path)),
    notice:
      aside === null
        ? null
        : `The history database was ${fault}. It was set aside as ${aside} and rebuilt from the files.`,
  }
}

type Fault = 'broken' | 'of an older version' | 'newer'

function findFault(path: string): Fault | null {
  let db: DatabaseSync | null = null
  try {
    db = new DatabaseSync(path)
    db.exec('PRAGMA busy_timeout = 5000')
    const version = Number(db.prepare('PRAGMA user_version').get()?.user_version)
    if (version === 0 && isEmpty(db)) return null
    if (version !== SCHEMA_VERSION) return version > SCHEMA_VERSION ? 'newer' : 'of an older version'
    return db.prepare('PRAGMA quick_check(1)').get()?.quick_check === 'ok' ? null : 'broken'
  } catch (error) {
    if (isBrokenDatabase(error)) return 'broken'
    throw error
  } finally {
    db?.close()
  }
}

/** SQLITE_CORRUPT (11) and SQLITE_NOTADB (26), whatever their extended part says. */
export function isBrokenDatabase(error: unknown): boolean {
  const code = sqliteCode(error)
  return code === 11 || code === 26
}

/** The reason why a place cannot be written, or `null` where the error is about something else. */
function unwritable(error: unknown): string | null {
  const code = sqliteCode(error)
  // SQLITE_PERM, READONLY, IOERR, FULL, CANTOPEN.
  if (code !== null && [3, 8, 10, 13, 14].includes(code))
    return error instanceof Error ? error.message : String(code)
  const system = systemErrorCode(error)
  return system !== null &&
    ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOTDIR', 'EEXIST', 'ENOENT'].includes(system)
    ? system
    : null
}

function sqliteCode(error: unknown): number | null {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : null
}

function setAside(path: string, at: Date): string {
  const stamp = at.toISOString().replace(/[-:]/g, '').replace('.', '_')
  const aside = `${path}.set-aside-${stamp}`
  renameSync(path, aside)
  for (const suffix of ['-wal', '-shm'])
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix)
  return aside
}

/** Large pages suit rows that are put in by the thousand; the log is written back when it has grown to 64 MB. */
const PRAGMAS = `
  PRAGMA page_size = 16384;
  PRAGMA busy_timeout = 5000;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA cache_size = -16000;
  PRAGMA wal_autocheckpoint = 4000;`

function prepare(db: DatabaseSync): DatabaseSync {
  db.exec(PRAGMAS)
  // Two processes may begin at once: who comes second finds the tables there.
  db.exec('BEGIN IMMEDIATE')
  if (isEmpty(db)) db.exec(DISK_SCHEMA)
  db.exec('COMMIT')
  db.exec(MEMORY_SCHEMA)
  return db
}

function isEmpty(db: DatabaseSync): boolean {
  return db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.n === 0
}
