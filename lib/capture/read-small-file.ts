import { closeSync, constants, fstatSync, openSync, readdirSync, readSync } from 'node:fs'
import { dirname } from 'node:path'
import { systemErrorCode } from '#lib/errors.ts'
import type { PinnedDirectory } from '#lib/store/pinned-directory.ts'

const READING = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

export type Beginning = { bytes: Buffer; whole: boolean }

/** Nothing is there, or nothing that is a file: a link, a socket. */
const NO_FILE: ReadonlySet<string | null> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENXIO'])

/**
 * The beginning of a regular file, as long as the limit at most; `null` where there is none. Throws the system's error
 * where it is there and cannot be read: what is not known must not be taken for what is not.
 */
export function readBeginning(path: string, limitBytes: number): Beginning | null {
  let descriptor: number
  try {
    descriptor = openSync(path, READING)
  } catch (error) {
    if (NO_FILE.has(systemErrorCode(error))) return null
    throw error
  }
  try {
    const stat = fstatSync(descriptor)
    if (!stat.isFile()) return null
    const bytes = Buffer.allocUnsafe(Math.min(stat.size, limitBytes))
    let filled = 0
    while (filled < bytes.length) {
      const count = readSync(descriptor, bytes, filled, bytes.length - filled, filled)
      if (count === 0) break
      filled += count
    }
    return { bytes: bytes.subarray(0, filled), whole: stat.size <= limitBytes }
  } finally {
    closeSync(descriptor)
  }
}

/** The same of what others wrote, which may be theirs: `null` too where it cannot be read. */
export function readWherePossible(path: string, limitBytes: number): Beginning | null {
  try {
    return readBeginning(path, limitBytes)
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    return null
  }
}

/** The names in a directory that is held open. Throws the system's error, for the same reason. */
export const namesIn = (directory: PinnedDirectory): string[] => readdirSync(dirname(directory.at('x')))
