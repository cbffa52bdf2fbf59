import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { AppError } from '#lib/errors.ts'
import { nameOf, type Place, pathOf } from './place-file.ts'
import { READING } from './read-file.ts'

/** A larger one is no result, and would have to be held in memory several times. */
export const BYTES_LIMIT = 256 * 1024 * 1024

/**
 * All bytes of a regular file. Throws `AppError('too_large')` beyond the limit, `AppError('file_changed')` for what is no
 * file, and the system's error where it cannot be read.
 */
export function readBytes(place: Place): Buffer {
  const descriptor = openSync(pathOf(place), READING)
  try {
    const stat = fstatSync(descriptor)
    const path = nameOf(place)
    if (!stat.isFile()) throw new AppError('file_changed', `${path} is no regular file.`, { path })
    if (stat.size > BYTES_LIMIT)
      throw new AppError('too_large', `${path} is longer than ${BYTES_LIMIT} bytes.`, { path })
    return readFileSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
