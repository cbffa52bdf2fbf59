import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AppError, isBrokenDatabase, unwritableReason } from '#lib/errors.ts'
import { takeExclusiveLock } from './exclusive-lock.ts'
import { remoteFileSystem } from './file-system-type.ts'
import { makeOwnDirectory, requireOwn } from './own-directory.ts'

/** Why a database is not kept on disk. */
export type NotKept =
  | { kind: 'kept_by_another' }
  /** Somebody else may have made it, so that it is not even read. */
  | { kind: 'not_own'; message: string }
  | { kind: 'unwritable'; reason: string }

export type Keeping<T> = {
  /** How long to wait for whoever keeps it now; `null` never asks to keep it. */
  waitMs: number | null
  onDisk: () => T
  inMemory: (why: NotKept) => T
}

/**
 * Opens the database at `path` for the one process that keeps it, or else what stands for it in memory. Its directory
 * is made with mode 700 where it is missing. Who keeps it holds `<path>.lock` until it is closed.
 */
export function keepDatabase<T extends { close(): void }>(path: string, keeping: Keeping<T>): T {
  try {
    makeOwnDirectory(dirname(path))
    requireOwn(path)
    return openLocked(path, keeping)
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_own')
      return keeping.inMemory({ kind: 'not_own', message: error.message })
    const reason = unwritableReason(error)
    if (reason === null) throw error
    return keeping.inMemory({ kind: 'unwritable', reason })
  }
}

function openLocked<T extends { close(): void }>(path: string, { waitMs, onDisk, inMemory }: Keeping<T>): T {
  const lock = waitMs === null ? null : takeExclusiveLock(`${path}.lock`, waitMs)
  if (lock === null) return inMemory({ kind: 'kept_by_another' })
  try {
    const opened = onDisk()
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

/** Readers copy a database while it is kept, and a checkpoint may have to wait for one of them. */
export const BUSY_TIMEOUT_MS = 5000

/**
 * Which version wrote a database, and whether it has no table yet. `newer`: one that came after `newest`, of which nothing
 * else is known. `broken`: SQLite finds it damaged.
 */
export function examineDatabase(
  path: string,
  newest: number,
): { version: number; isEmpty: boolean } | 'newer' | 'broken' {
  let db: DatabaseSync | null = null
  try {
    db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS })
    const version = versionOf(db)
    if (version > newest) return 'newer'
    const isWhole = db.prepare('PRAGMA quick_check(1)').get()?.quick_check === 'ok'
    return isWhole ? { version, isEmpty: isEmptyDatabase(db) } : 'broken'
  } catch (error) {
    if (isBrokenDatabase(error)) return 'broken'
    throw error
  } finally {
    db?.close()
  }
}

/**
 * Brings a database up to the last of the steps that lead from one version to the next. Also where there is none to take
 * it begins to write: whoever cannot learns it now.
 */
export function migrateDatabase(db: DatabaseSync, steps: readonly string[]): void {
  db.exec('BEGIN IMMEDIATE')
  for (const step of steps.slice(versionOf(db))) db.exec(step)
  db.exec(`PRAGMA user_version = ${steps.length}; COMMIT`)
}

/** For what is written often, and whose last moment a power cut may take: a log, where memory can be shared for one. */
export function openLogged(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS })
  db.exec(
    remoteFileSystem(path) === null
      ? 'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL'
      : 'PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL',
  )
  return db
}

const versionOf = (db: DatabaseSync): number => Number(db.prepare('PRAGMA user_version').get()?.user_version)

export const isEmptyDatabase = (db: DatabaseSync): boolean =>
  db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.n === 0
