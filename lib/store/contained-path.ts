import { lstatSync } from 'node:fs'
import { join, sep } from 'node:path'
import { AppError, systemErrorCode } from '#lib/errors.ts'

/**
 * The absolute path of `relative` (parts divided by `/`) below `root`, which is resolved already. Throws
 * `AppError('path_outside')` where a part is not a plain name or where any level below the root is a symlink: what
 * lies behind one may be outside the root.
 */
export function containedPath(root: string, relative: string): string {
  const parts = relative.split('/')
  if (parts.some((part) => part === '' || part === '.' || part === '..' || NOT_IN_NAMES.test(part))) {
    throw new AppError('path_outside', `Not a path below ${root}: ${JSON.stringify(relative)}`)
  }
  let path = root
  for (const part of parts) {
    path = join(path, part)
    if (isSymlink(path)) {
      throw new AppError('path_outside', `${path} is a symbolic link, which is not followed.`, { path })
    }
  }
  return path
}

/** Where a backslash divides paths, it is in no name. */
const NOT_IN_NAMES = sep === '\\' ? /[\0\\]/ : /\0/

function isSymlink(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
  } catch (error) {
    if (systemErrorCode(error) === 'ENOTDIR') return false
    throw error
  }
}
