import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { systemErrorCode } from '#lib/errors.ts'

const READING = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/** The beginning of a regular file, as long as the limit at most; `null` where there is none that can be read. */
export function readBeginning(path: string, limitBytes: number): { bytes: Buffer; whole: boolean } | null {
  let descriptor: number
  try {
    descriptor = openSync(path, READING)
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    return null
  }
  try {
    const stat = fstatSync(descriptor)
    if (!stat.isFile()) return null
    const bytes = Buffer.allocUnsafe(Math.min(stat.size, limitBytes))
    return {
      bytes: bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, 0)),
      whole: stat.size <= limitBytes,
    }
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    return null
  } finally {
    closeSync(descriptor)
  }
}
