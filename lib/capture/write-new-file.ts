import { closeSync, fsyncSync, openSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { AppError } from '#lib/errors.ts'
import type { PinnedDirectory } from '#lib/store/pinned-directory.ts'
import { placeFile } from '#lib/store/place-file.ts'
import { partName } from './process-mark.ts'

export type Writing = {
  /** In which order the pieces are written. */
  pieces: Iterable<string>
  /** `new` leaves alone what has that name, `replace` puts the file in its place. */
  how: 'new' | 'replace'
}

/**
 * Writes a whole file or nothing, durably, with mode 600: under a hidden name, synced, given its own, the directory
 * synced. False where the name is taken and it is to be new.
 */
export function writeNewFile(directory: PinnedDirectory, name: string, { pieces, how }: Writing): boolean {
  const part = partName()
  const descriptor = openSync(directory.at(part), 'wx', 0o600)
  try {
    try {
      for (const piece of pieces) writeFileSync(descriptor, piece)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    if (how === 'replace') renameSync(directory.at(part), directory.at(name))
    else if (!give(directory, part, name)) return false
  } catch (error) {
    rmSync(directory.at(part), { force: true })
    throw error
  }
  directory.sync()
  return true
}

function give(directory: PinnedDirectory, part: string, name: string): boolean {
  try {
    placeFile({ directory, name: part }, { directory, name })
    return true
  } catch (error) {
    if (error instanceof AppError && error.code === 'name_taken') return false
    throw error
  } finally {
    unlinkSync(directory.at(part))
  }
}
