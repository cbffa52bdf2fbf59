import {
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { makeDirectories } from './make-directories.ts'

/** Never through a link that somebody put there, and never into a file that is there already. */
const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW

/**
 * Writes a whole file or nothing, durably: beside its target, synced, renamed, its directory synced. Mode 600, or
 * `mode`, its directory 700 where it is made. What was there stays as it was where anything fails.
 */
export function writeAtomically(path: string, text: string, mode = 0o600): void {
  makeDirectories(dirname(path))
  const beside = `${path}.${process.pid}.new`
  // One of that name is left over from a process that was killed and had the same number.
  rmSync(beside, { force: true })
  const descriptor = openSync(beside, NEW_FILE, 0o600)
  try {
    try {
      writeFileSync(descriptor, text)
      // Whatever the umask is.
      fchmodSync(descriptor, mode)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(beside, path)
  } catch (error) {
    rmSync(beside, { force: true })
    throw error
  }
  syncDirectory(dirname(path))
}

/** Makes names that were put into or taken out of a directory durable. */
export function syncDirectory(path: string): void {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY)
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
