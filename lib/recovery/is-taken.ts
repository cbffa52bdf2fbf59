import { lstatSync } from 'node:fs'
import { containedPath } from '#lib/store/contained-path.ts'

/** Whether anything has a path below the root. Throws `AppError('path_outside')` behind a link. */
export function isTaken(root: string, path: string): boolean {
  return lstatSync(containedPath(root, path), { throwIfNoEntry: false }) !== undefined
}
