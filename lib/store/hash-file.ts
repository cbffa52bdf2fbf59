import { createHash } from 'node:crypto'
import { closeSync, constants, openSync, readSync } from 'node:fs'

const CHUNK_BYTES = 256 * 1024

/** The SHA-256 of a file, or of its first bytes, in hexadecimal, read piece by piece. No link is followed at its end. */
export function hashFile(path: string, limitBytes = Number.POSITIVE_INFINITY): string {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  try {
    const hash = createHash('sha256')
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES)
    for (let left = limitBytes; left > 0; ) {
      const count = readSync(descriptor, buffer, 0, Math.min(left, buffer.length), null)
      if (count === 0) break
      hash.update(buffer.subarray(0, count))
      left -= count
    }
    return hash.digest('hex')
  } finally {
    closeSync(descriptor)
  }
}
