import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AppError, sqliteErrorCode, systemErrorCode } from '#lib/errors.ts'
import type { AlertState } from '#lib/model/alert.ts'
import { requireOwn } from '#lib/store/own-directory.ts'
import { parseState } from './parse-state.ts'

/** Where the dashboard says that its alerts stand; empty where that cannot be read, or may be somebody else's. */
export function readStoredAlerts(directory: string): AlertState[] {
  const path = join(directory, 'alerts.db')
  if (!existsSync(path)) return []
  let db: DatabaseSync | null = null
  try {
    requireOwn(directory)
    requireOwn(path)
    db = new DatabaseSync(path, { readOnly: true, timeout: 1000 })
    return db
      .prepare('SELECT content FROM states')
      .all()
      .flatMap(({ content }) => parseState(content) ?? [])
  } catch (error) {
    const isKnown = error instanceof AppError || sqliteErrorCode(error) !== null
    if (!isKnown && systemErrorCode(error) === null) throw error
    return []
  } finally {
    db?.close()
  }
}
