import { createHash } from 'node:crypto'
import { closeSync, constants, openSync, readSync } from 'node:fs'

const CHUNK_BYTES = 256 * 1024

/** The SHA-256 of a file in hexadecimal, read piece by piece. No link is followed at its end. */
export function hashFile(path: string): string {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  try {
    const hash = createHash('sha256')
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES)
    for (let count = readSync(descriptor, buffer); count > 0; count = readSync(descriptor, buffer))
      hash.update(buffer.subarray(0, count))
    return hash.digest('hex')
  } finally {
    closeSync(descriptor)
  }
}
