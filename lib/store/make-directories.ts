import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { systemErrorCode } from '#lib/errors.ts'

/**
 * Makes a directory and those above it that are missing, for their user alone. Throws the system's error where one cannot be
 * made, after one try: Node's own `recursive` tries for ever where the system says of a name that nothing is above it, though
 * there is (/proc, and file systems that are mounted on demand).
 */
export function makeDirectories(path: string): void {
  if (isDirectory(path)) return
  const above = dirname(path)
  if (above !== path) makeDirectories(above)
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    // Somebody made it just then.
    if (systemErrorCode(error) !== 'EEXIST' || !isDirectory(path)) throw error
  }
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  } catch (error) {
    // What is above it is in the way, which is tried next.
    if (systemErrorCode(error) !== 'ENOTDIR') throw error
    return false
  }
}
