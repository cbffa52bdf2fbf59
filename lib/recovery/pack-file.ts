import {
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  futimesSync,
  lstatSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'
import { AppError } from '#lib/errors.ts'
import { type Place, pathOf } from '#lib/store/place-file.ts'

/** Packs or unpacks what was taken, with its mode and time, and proves that it comes back byte for byte. */
export function pack(staged: Place, packed: Place, kind: 'compress' | 'decompress'): void {
  const bytes = readFileSync(pathOf(staged))
  const result = kind === 'compress' ? gzipSync(bytes) : gunzipSync(bytes)
  if (kind === 'compress' && !gunzipSync(result).equals(bytes))
    throw new AppError('file_changed', 'What was compressed does not come back as it was.')
  const { mode, atime, mtime } = lstatSync(pathOf(staged))
  rmSync(pathOf(packed), { force: true })
  writeNew(packed, result, mode & 0o777, { atime, mtime })
}

/** Makes the bytes of a file durable, which come before its name. */
export function syncFile(place: Place): void {
  const descriptor = openSync(pathOf(place), constants.O_RDONLY | constants.O_NOFOLLOW)
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

export function writeNew(
  place: Place,
  bytes: Uint8Array,
  mode: number,
  times: { atime: Date; mtime: Date } | null,
): void {
  const descriptor = openSync(pathOf(place), 'wx', mode)
  try {
    writeFileSync(descriptor, bytes)
    fchmodSync(descriptor, mode)
    if (times !== null) futimesSync(descriptor, times.atime, times.mtime)
  } finally {
    closeSync(descriptor)
  }
}
