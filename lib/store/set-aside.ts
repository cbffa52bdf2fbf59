import { existsSync, renameSync } from 'node:fs'

/** Files that SQLite keeps beside a database; without them it may not be whole. */
const BESIDE = ['-wal', '-shm', '-journal'] as const

/** Renames a database that cannot be used to a name of its own, and returns that: nothing of it is lost. */
export function setDatabaseAside(path: string, at: Date): string {
  const stamp = at.toISOString().replace(/[-:]/g, '').replace('.', '_')
  const aside = `${path}.set-aside-${stamp}`
  renameSync(path, aside)
  for (const ending of BESIDE) if (existsSync(path + ending)) renameSync(path + ending, aside + ending)
  return aside
}
