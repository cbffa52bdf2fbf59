import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { unwritableReason } from '#lib/errors.ts'
import {
  examineDatabase,
  keepDatabase,
  migrateDatabase,
  type NotKept,
  openLogged,
} from '#lib/store/keep-database.ts'
import { makeFile } from '#lib/store/make-file.ts'
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

/**
 * Opens the history of results, which cannot be rebuilt: an older one is brought up to date, a newer one is left as it
 * is, and a broken one set aside as a file. Where it cannot be written, or another process writes it, everything in it is
 * copied to memory and what comes is kept there. The file gets mode 600.
 */
export function openMetrics(options: MetricsOptions): OpenMetrics {
  const { directory, fileName, keeping, unwritable, now } = options
  const path = join(directory, fileName)
  if (unwritable !== null) return inMemory(path, cannotBeWritten(path, unwritable))
  return keepDatabase<OpenMetrics>(path, {
    waitMs: keeping === 'wait' ? KEEPER_WAIT_MS : null,
    onDisk: () => openOnDisk(path, now()),
    inMemory: (why) => insteadOf(path, why, keeping),
  })
}

const NOT_KEPT = 'The past of the charts is kept until the next start only'

const cannotBeWritten = (path: string, reason: string): string =>
  `${NOT_KEPT}: ${path} cannot be written (${reason}).`

function insteadOf(path: string, why: NotKept, keeping: MetricsOptions['keeping']): OpenMetrics {
  switch (why.kind) {
    case 'kept_by_another':
      // Whoever only reads has not asked for it.
      if (keeping === 'never') return inMemory(path, null)
      return inMemory(path, `${NOT_KEPT}: another Trinitas program is writing ${path}.`)
    case 'not_own':
      return empty(`${NOT_KEPT}: ${why.message}`)
    case 'unwritable':
      return inMemory(path, cannotBeWritten(path, why.reason))
  }
}

function empty(notice: string | null): OpenMetrics {
  const db = new DatabaseSync(':memory:')
  migrateDatabase(db, METRICS_STEPS)
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

function openOnDisk(path: string, now: Date): OpenMetrics {
  const found = existsSync(path) ? examineDatabase(path, METRICS_VERSION) : null
  if (found === 'newer')
    return inMemory(path, `${NOT_KEPT}: ${path} was written by a newer version, and is left as it is.`)
  const aside = found === 'broken' ? setDatabaseAside(path, now) : null
  // SQLite gives its other files the mode of the database, so that one must never be readable by others.
  makeFile(path)
  // What a power cut takes from the end of the log is read again from the files.
  const db = openLogged(path)
  migrateDatabase(db, METRICS_STEPS)
  const notice =
    aside === null
      ? null
      : `The history of results was broken. It was set aside as ${aside}, and a new one begun with the results that are there.`
  return { db, isKept: true, notice, close: () => db.close() }
}
