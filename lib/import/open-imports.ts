import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AppError } from '#lib/errors.ts'
import { copyTables } from '#lib/history/copy-tables.ts'
import {
  examineDatabase,
  keepDatabase,
  migrateDatabase,
  type NotKept,
  openLogged,
} from '#lib/store/keep-database.ts'
import { makeFile } from '#lib/store/make-file.ts'
import { setDatabaseAside } from '#lib/store/set-aside.ts'
import { IMPORTS_NAME, IMPORTS_STEPS, IMPORTS_TABLES, IMPORTS_VERSION } from './imports-schema.ts'

export type OpenImports = { db: DatabaseSync; close(): void }

/**
 * Opens what was imported into a home, to be added to by this process alone. Throws `AppError('locked')` where another is
 * at it, and `AppError('cannot_begin')` where it cannot be written.
 */
export function openImports(directory: string, now: () => Date): OpenImports {
  const path = join(directory, IMPORTS_NAME)
  return keepDatabase<OpenImports>(path, {
    waitMs: 0,
    onDisk: () => openOnDisk(path, now()),
    inMemory: (why) => {
      throw refusalOf(path, why)
    },
  })
}

/** What was read would be gone when the command ends, so nothing is read. */
function refusalOf(path: string, why: NotKept): AppError {
  switch (why.kind) {
    case 'kept_by_another':
      return new AppError(
        'locked',
        'Another "trinitas import" is at work in this home: wait until it has ended.',
      )
    case 'not_own':
      return new AppError('not_own', why.message, { path })
    case 'unwritable':
      return new AppError(
        'cannot_begin',
        `Nothing was imported: ${path} cannot be written (${why.reason}).`,
        {
          path,
        },
      )
  }
}

/** A copy in memory, for whoever only wants to know what would come. */
export function copyImports(directory: string): OpenImports {
  const db = new DatabaseSync(':memory:')
  migrateDatabase(db, IMPORTS_STEPS)
  copyTables(db, join(directory, IMPORTS_NAME), { tables: IMPORTS_TABLES, version: IMPORTS_VERSION })
  return { db, close: () => db.close() }
}

function openOnDisk(path: string, now: Date): OpenImports {
  const found = existsSync(path) ? examineDatabase(path, IMPORTS_VERSION) : null
  if (found === 'newer')
    throw new AppError(
      'cannot_begin',
      `Nothing was imported: ${path} was written by a newer version. Use that one, or move the file away to begin anew.`,
      { path },
    )
  // What of it is still in transcripts is read again; the history has the rest.
  if (found === 'broken') setDatabaseAside(path, now)
  makeFile(path)
  const db = openLogged(path)
  migrateDatabase(db, IMPORTS_STEPS)
  return { db, close: () => db.close() }
}
