import { lstatSync } from 'node:fs'
import { join, sep } from 'node:path'
import { AppError, systemErrorCode } from '#lib/errors.ts'

/** Where a backslash divides paths, it is in no name. */
const NOT_IN_NAMES = sep === '\\' ? /[\0/\\]/ : /[\0/]/

/** Whether a word names something directly in a directory, and nothing above or below it. */
export function isName(word: string): boolean {
  return word !== '' && word !== '.' && word !== '..' && !NOT_IN_NAMES.test(word)
}

/** The parts of a path below a root, divided by `/`. Throws `AppError('path_outside')` where one is no plain name. */
export function containedParts(root: string, relative: string): string[] {
  const parts = relative.split('/')
  if (parts.every(isName)) return parts
  throw new AppError('path_outside', `Not a path below ${root}: ${JSON.stringify(relative)}`)
}

/**
 * The absolute path of `relative` below `root`, which is resolved already. Throws `AppError('path_outside')` where a part
 * is not a plain name or where any level below the root is a symlink: what lies behind one may be outside the root.
 * Between this and the use of the path, somebody may put a link there; `pinDirectory` is for what must not be led away.
 */
export function containedPath(root: string, relative: string): string {
  let path = root
  for (const part of containedParts(root, relative)) {
    path = join(path, part)
    if (isSymlink(path)) throw behindLink(path)
  }
  return path
}

export function behindLink(path: string): AppError {
  return new AppError('path_outside', `${path} is a symbolic link, which is not followed.`, { path })
}

function isSymlink(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
  } catch (error) {
    if (systemErrorCode(error) === 'ENOTDIR') return false
    throw error
  }
}
