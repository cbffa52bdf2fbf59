import { AppError, systemErrorCode } from '#lib/errors.ts'
import { splitPath } from '#lib/model/relative-path.ts'
import { type PinnedDirectory, pinDirectory } from './pinned-directory.ts'
import { readChunks } from './read-chunks.ts'
import { type FileReading, readTextFile, WHOLE_FILE_LIMIT_BYTES } from './read-file.ts'

/**
 * Reads the file at `relative` below `root`, whose directory cannot be exchanged for a link meanwhile. What has become a
 * link since it was listed is refused, as any link is.
 */
export function readContainedFile(
  root: string,
  relative: string,
  wholeLimitBytes = WHOLE_FILE_LIMIT_BYTES,
): FileReading {
  const directory = pinOf(root, relative)
  if ('kind' in directory) return directory
  using pinned = directory
  return readTextFile(pinned.at(splitPath(relative).name), wholeLimitBytes)
}

/** The same piece by piece, for files of any length: see `readChunks`. Ends without one where it cannot be read. */
export function* readContainedChunks(
  root: string,
  relative: string,
  chunkBytes: number,
  overlap: number,
): Generator<string> {
  const directory = pinOf(root, relative)
  if ('kind' in directory) return
  using pinned = directory
  yield* readChunks(pinned.at(splitPath(relative).name), chunkBytes, overlap)
}

function pinOf(root: string, relative: string): PinnedDirectory | FileReading {
  try {
    return pinDirectory(root, splitPath(relative).directory)
  } catch (error) {
    if (error instanceof AppError && error.code === 'path_outside')
      return { kind: 'refused', stamp: null, code: 'symlink', detail: error.message }
    const code = systemErrorCode(error)
    switch (code) {
      case null:
        throw error
      case 'ENOENT':
      case 'ENOTDIR':
        return { kind: 'gone' }
      case 'EACCES':
      case 'EPERM':
        return { kind: 'refused', stamp: null, code: 'no_permission', detail: 'No permission to read it.' }
      default:
        return { kind: 'refused', stamp: null, code: 'unreadable', detail: `Reading failed with ${code}.` }
    }
  }
}
