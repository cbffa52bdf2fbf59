import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { systemErrorCode } from '#lib/errors.ts'
import { READING } from './read-file.ts'

/**
 * The text of a regular file piece by piece, each with the end of the one before, so that nothing shorter than
 * `overlap` characters is cut in two. Ends without a piece where it cannot be read. `path` is absolute; no link is
 * followed.
 */
export function* readChunks(path: string, chunkBytes: number, overlap: number): Generator<string> {
  const descriptor = openRegular(path)
  if (descriptor === null) return
  try {
    const decoder = new TextDecoder()
    const buffer = Buffer.allocUnsafe(chunkBytes)
    let rest = ''
    for (;;) {
      const count = readSync(descriptor, buffer)
      const text = rest + decoder.decode(buffer.subarray(0, count), { stream: count > 0 })
      if (text !== '') yield text
      if (count === 0) return
      rest = text.slice(-overlap)
    }
  } finally {
    closeSync(descriptor)
  }
}

function openRegular(path: string): number | null {
  let descriptor: number
  try {
    descriptor = openSync(path, READING)
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    return null
  }
  if (fstatSync(descriptor).isFile()) return descriptor
  closeSync(descriptor)
  return null
}
