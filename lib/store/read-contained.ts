import { AppError } from '#lib/errors.ts'
import { containedPath } from './contained-path.ts'
import { type FileReading, readTextFile } from './read-file.ts'

/** Reads the file at `relative` below `root`. What has become a link since it was listed is refused, as any link is. */
export function readContainedFile(root: string, relative: string): FileReading {
  try {
    return readTextFile(containedPath(root, relative))
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'path_outside') throw error
    return { kind: 'refused', stamp: null, code: 'symlink', detail: error.message }
  }
}
