import { existsSync, renameSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { logFault } from './log-fault.ts'

/** Files that SQLite keeps beside a database; without them it may not be whole. */
const BESIDE = ['-wal', '-shm', '-journal'] as const

/**
 * Renames a database of the product's own directory that cannot be used to a name of its own, and returns that: nothing of
 * it is lost. The home's `errors.log` says so.
 */
export function setDatabaseAside(path: string, at: Date): string {
  const stamp = at.toISOString().replace(/[-:]/g, '').replace('.', '_')
  const aside = `${path}.set-aside-${stamp}`
  renameSync(path, aside)
  for (const ending of BESIDE) if (existsSync(path + ending)) renameSync(path + ending, aside + ending)
  const text = `${basename(path)} could not be used, and was set aside as ${basename(aside)}.`
  logFault(dirname(dirname(path)), text, at.getTime())
  return aside
}
