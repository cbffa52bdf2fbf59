import { sqliteErrorCode } from '#lib/errors.ts'

/** Whether SQLite says that a database is damaged (11) or none at all (26). */
export function isBrokenDatabase(error: unknown): boolean {
  const code = sqliteErrorCode(error)
  return code === 11 || code === 26
}
