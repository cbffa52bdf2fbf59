import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import { takeExclusiveLock } from './exclusive-lock.ts'
import { makeOwnDirectory } from './own-directory.ts'
import { readConfigFile } from './read-config-file.ts'
import { syncDirectory, writeAtomically } from './write-atomically.ts'

/** Long enough for another writer, who needs a few milliseconds; short enough for whoever waits for an answer. */
const LOCK_WAIT_MS = 3000

/** Rights that a config file may keep: more is nobody's business. */
const USUAL_RIGHTS = 0o644
const PRIVATE_RIGHTS = 0o600

/** What the file shall say, `null` for none at all; with `isSecret`, to nobody but its user. */
export type NewConfig = { text: string | null; isSecret: boolean }

export type ConfigReplacement<New extends NewConfig> = {
  path: string
  /** The product's own directory in the home, where the lock lies. */
  directory: string
  /** The digest of what it shall be based on; `null` is whatever is there. */
  basedOn: string | null
  /** Called under the lock with what the file says. */
  edit: (text: string | null) => New
}

/** Of a config file's text; the same for the same bytes, and `none` where there is no file. */
export const digestOf = (text: string | null): string =>
  text === null ? 'none' : createHash('sha256').update(text).digest('hex')

/**
 * Replaces a config file as a whole or not at all, under a lock. A link is followed, and stays one. Throws
 * `AppError('file_changed')` where it is not what the change is based on, `not_own` where it belongs to somebody else,
 * `locked`, or `cannot_begin` where it cannot be written. Returns what `edit` did.
 */
export function replaceConfigFile<New extends NewConfig>({
  path,
  directory,
  basedOn,
  edit,
}: ConfigReplacement<New>): New {
  try {
    makeOwnDirectory(directory)
    const lock = takeExclusiveLock(join(directory, 'settings.lock'), LOCK_WAIT_MS)
    if (lock === null)
      throw new AppError('locked', 'Somebody else is changing the settings. Nothing was changed: try again.')
    try {
      return replace(path, basedOn, edit)
    } finally {
      lock.release()
    }
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === null) throw error
    throw new AppError('cannot_begin', `${path} cannot be written: ${code}. The settings are as they were.`, {
      cause: error,
      path,
    })
  }
}

function replace<New extends NewConfig>(
  path: string,
  basedOn: string | null,
  edit: (text: string | null) => New,
): New {
  const target = resolveTarget(path)
  const before = readConfigFile(path)
  if (basedOn !== null && basedOn !== digestOf(before)) throw changed(path)
  const edited = edit(before)
  const { text, isSecret } = edited
  if (text === before) return edited
  // An editor knows nothing of our lock.
  if (readConfigFile(path) !== before) throw changed(path)
  removeLeftOver(target)
  if (text === null) {
    rmSync(target)
    syncDirectory(dirname(target))
  } else writeAtomically(target, text, isSecret ? PRIVATE_RIGHTS : rightsOf(target))
  return edited
}

/** What is written when a link leads elsewhere: people keep their settings in one place and link to them. */
function resolveTarget(path: string): string {
  const link = lstatSync(path, { throwIfNoEntry: false })
  if (link === undefined) return path
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined)
    throw new AppError('not_own', `${path} is a link that leads nowhere: expected one to a file.`, { path })
  if (!stat.isFile()) throw new AppError('not_own', `${path} is no regular file: expected one.`, { path })
  const user = process.geteuid?.()
  if (user !== undefined && stat.uid !== user)
    throw new AppError(
      'not_own',
      `${path} belongs to user ${stat.uid}: only its owner changes it. Nothing was changed.`,
      { path },
    )
  return realpathSync(path)
}

function rightsOf(target: string): number {
  const stat = statSync(target, { throwIfNoEntry: false })
  return stat === undefined ? PRIVATE_RIGHTS : (stat.mode & USUAL_RIGHTS) | PRIVATE_RIGHTS
}

/** Of a writer that was killed: under the lock there is no other. */
function removeLeftOver(target: string): void {
  const [directory, name] = [dirname(target), basename(target)]
  const stat = statSync(directory, { throwIfNoEntry: false })
  if (stat === undefined) return
  for (const other of readdirSync(directory))
    if (other.startsWith(`${name}.`) && /^\d+\.new$/.test(other.slice(name.length + 1)))
      rmSync(join(directory, other))
}

const changed = (path: string): AppError =>
  new AppError(
    'file_changed',
    `${path} was changed meanwhile. Nothing was written: look at what it says now, and change it again.`,
    { path },
  )
