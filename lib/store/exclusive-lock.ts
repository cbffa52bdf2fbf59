import { DatabaseSync } from 'node:sqlite'
import { sqliteErrorCode } from '#lib/errors.ts'
import { makeFile } from './make-file.ts'

export type ExclusiveLock = { release(): void }

const SQLITE_BUSY = 5

/** A database that nobody refers to is closed once the garbage is collected, and its lock with it. */
const held = new Set<DatabaseSync>()

/**
 * Holds the file `path`, which is made for it with mode 600, until it is released or this process ends: the lock is an
 * open transaction, so the kernel frees it however its holder dies. `null` where another still holds it after `waitMs`.
 */
export function takeExclusiveLock(path: string, waitMs: number): ExclusiveLock | null {
  makeFile(path)
  const db = new DatabaseSync(path, { timeout: waitMs })
  try {
    // Nothing is ever written to it, and on a full disk not even the beginning of a rollback journal could be.
    db.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    held.add(db)
    return {
      release() {
        held.delete(db)
        db.close()
      },
    }
  } catch (error) {
    db.close()
    if (sqliteErrorCode(error) === SQLITE_BUSY) return null
    throw error
  }
}
