import { chmodSync, lstatSync, mkdirSync, type Stats } from 'node:fs'
import { AppError, systemErrorCode } from '#lib/errors.ts'

/** Rights that nobody but its user has. */
const PRIVATE = 0o700
/** Bits by which a group or everybody may write. */
const OTHERS_MAY_WRITE = 0o022

/**
 * Makes the directory that the product keeps for itself in a home, for its user alone, or makes it private where it is
 * there. Throws `AppError('not_own')` where it is a link or belongs to somebody else: what lies in it is theirs, tokens
 * and settings included. Throws the system's error where it cannot be made.
 */
export function makeOwnDirectory(path: string): void {
  try {
    mkdirSync(path, { mode: PRIVATE })
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error
  }
  const stat = lstatSync(path)
  requireUser(path, stat)
  if ((stat.mode & 0o777) !== PRIVATE && stat.isDirectory()) chmodSync(path, PRIVATE)
}

/**
 * Throws `AppError('not_own')` where a file is a link, belongs to somebody else, or could have been written by others.
 * Where nothing is, nothing is wrong.
 */
export function requireOwn(path: string): void {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return
  requireUser(path, stat)
  if ((stat.mode & OTHERS_MAY_WRITE) !== 0)
    throw notOwn(path, `may be written by others (its mode is ${(stat.mode & 0o777).toString(8)})`)
}

function requireUser(path: string, stat: Stats): void {
  const user = process.geteuid?.()
  if (stat.isSymbolicLink()) throw notOwn(path, 'is a symbolic link')
  if (user !== undefined && stat.uid !== user) throw notOwn(path, `belongs to user ${stat.uid}`)
}

function notOwn(path: string, what: string): AppError {
  const message = `${path} ${what}, so what it holds may be somebody else's. Look at it, and move it away if you do not know it.`
  return new AppError('not_own', message, { path })
}
