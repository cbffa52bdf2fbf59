import { statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { AppError, sqliteErrorCode, systemErrorCode } from '#lib/errors.ts'
import type { ImportedRun } from '#lib/model/imported-run.ts'
import { requireOwn } from '#lib/store/own-directory.ts'
import { IMPORTS_NAME, IMPORTS_VERSION } from './imports-schema.ts'
import { type RunRows, runRows } from './run-rows.ts'

export type ImportsFeed = {
  /** Runs that were imported since it was last asked; at first all. What cannot be read now is told later. */
  read(): readonly ImportedRun[]
}

const BUSY_TIMEOUT_MS = 200

/** What an import writes, for whoever keeps the history. Only looks, and opens nothing while nothing changed. */
export function openImportsFeed(directory: string): ImportsFeed {
  const path = join(directory, IMPORTS_NAME)
  let seen = ''
  let inode = 0
  let lastSeq = 0
  return {
    read() {
      const stat = statSync(path, { throwIfNoEntry: false })
      if (stat === undefined) return []
      const now = `${stampOf(path)} ${stampOf(`${path}-wal`)}`
      if (now === seen) return []
      // Set aside and begun anew: its numbers begin anew too.
      if (inode !== stat.ino) lastSeq = 0
      inode = stat.ino
      const after = lastSeq
      const runs = withImports(directory, (rows) => rows.after(after))
      if (runs === null) return []
      seen = now
      lastSeq = runs.at(-1)?.seq ?? lastSeq
      return runs
    },
  }
}

function stampOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat === undefined ? '-' : `${stat.ino} ${stat.size} ${stat.mtimeMs}`
}

/** `null` where it cannot be read just now, is not there, of another version, or may be somebody else's. */
export function withImports<T>(directory: string, work: (rows: RunRows) => T): T | null {
  const path = join(directory, IMPORTS_NAME)
  const url = pathToFileURL(path)
  url.search = 'mode=ro'
  let db: DatabaseSync | null = null
  try {
    requireOwn(path)
    db = new DatabaseSync(url, { readOnly: true, timeout: BUSY_TIMEOUT_MS })
    const version = Number(db.prepare('PRAGMA user_version').get()?.user_version)
    return version === IMPORTS_VERSION ? work(runRows(db)) : null
  } catch (error) {
    if (sqliteErrorCode(error) === null && systemErrorCode(error) === null && !(error instanceof AppError))
      throw error
    return null
  } finally {
    db?.close()
  }
}
