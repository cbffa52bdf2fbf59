import {
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  futimesSync,
  linkSync,
  lstatSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import { hashFile } from './hash-file.ts'
import type { PinnedDirectory } from './pinned-directory.ts'

/** A name in a directory. */
export type Place = { directory: PinnedDirectory; name: string }

export const pathOf = ({ directory, name }: Place): string => directory.at(name)

export const nameOf = ({ directory, name }: Place): string => `${directory.path}/${name}`

/** Another file system, or one that knows no second names. */
const NO_SECOND_NAME: ReadonlySet<string> = new Set([
  'EXDEV',
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'EMLINK',
  'ENOSYS',
])

const COPY_CHUNK_BYTES = 1024 * 1024

/**
 * Gives a file a second name, or a copy where it cannot have one. Throws `AppError('name_taken')` where something else has
 * that name; the file itself under it is fine, as whoever was interrupted left it.
 */
export function placeFile(staged: Place, to: Place): 'linked' | 'copied' {
  try {
    linkSync(pathOf(staged), pathOf(to))
    return 'linked'
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === 'EEXIST') {
      // The name is looked up before whether it could be linked at all.
      if (isSameFile(staged, to)) return 'linked'
      if (isCopy(staged, to)) {
        removePart(staged, to)
        return 'copied'
      }
      throw taken(to)
    }
    if (code === null || !NO_SECOND_NAME.has(code)) throw error
    copy(staged, to)
    return 'copied'
  }
}

/** Whether both names are there, and of one file. */
export function isSameFile(one: Place, other: Place): boolean {
  const [a, b] = [one, other].map((place) => lstatSync(pathOf(place), { throwIfNoEntry: false }))
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev
}

/**
 * The bytes, mode and time of a file under a new name, and compared before the first is given up. Made under a hidden name
 * of its own, so that what an interruption leaves is not taken for the whole.
 */
function copy(staged: Place, to: Place): void {
  const part = partOf(staged, to)
  const [source, target] = [pathOf(staged), pathOf(part)]
  const stat = lstatSync(source)
  // What is no regular file has no bytes to copy, and stays where it is.
  if (!stat.isFile()) throw changed(staged)
  unlinkWherePossible(target)
  const descriptor = openNew(part)
  try {
    copyBytes(source, descriptor)
    fchmodSync(descriptor, stat.mode & 0o7777)
    futimesSync(descriptor, stat.atime, stat.mtime)
    fsyncSync(descriptor)
    if (hashFile(source) !== hashFile(target))
      throw new AppError(
        'file_changed',
        `The copy of ${nameOf(staged)} is not like it; it was taken away again.`,
      )
    giveName(part, to)
  } catch (error) {
    unlinkWherePossible(target)
    throw error
  } finally {
    closeSync(descriptor)
  }
}

const partOf = (staged: Place, to: Place): Place => ({
  directory: to.directory,
  name: `.part-${staged.directory.name}-${staged.name}`,
})

/** Takes away what an interrupted copy left. */
export function removePart(staged: Place, to: Place): void {
  rmSync(pathOf(partOf(staged, to)), { force: true })
}

/** By a second name where there are such, since that stops at an existing one; else by renaming, a moment after looking. */
function giveName(part: Place, to: Place): void {
  try {
    linkSync(pathOf(part), pathOf(to))
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === 'EEXIST') throw taken(to)
    if (code === null || !NO_SECOND_NAME.has(code)) throw error
    if (lstatSync(pathOf(to), { throwIfNoEntry: false }) !== undefined) throw taken(to)
    renameSync(pathOf(part), pathOf(to))
    return
  }
  unlinkSync(pathOf(part))
}

/** Whether both are there, and files with the same bytes. */
export const isCopy = (staged: Place, to: Place): boolean =>
  sizeOf(staged) === sizeOf(to) && isBeginning(to, staged)

/** Whether a place holds a file whose bytes are all in another, at its beginning: taken away, nothing of it is lost. */
export function isBeginning(place: Place, of: Place): boolean {
  const [size, whole] = [sizeOf(place), sizeOf(of)]
  return (
    size !== null && whole !== null && size <= whole && hashFile(pathOf(place)) === hashFile(pathOf(of), size)
  )
}

/** `null` where no regular file is. */
function sizeOf(place: Place): number | null {
  const stat = lstatSync(pathOf(place), { throwIfNoEntry: false })
  return stat?.isFile() ? stat.size : null
}

function openNew(to: Place): number {
  try {
    return openSync(pathOf(to), 'wx', 0o600)
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') throw taken(to)
    throw error
  }
}

function copyBytes(source: string, target: number): void {
  const descriptor = openSync(source, constants.O_RDONLY | constants.O_NOFOLLOW)
  const buffer = Buffer.allocUnsafe(COPY_CHUNK_BYTES)
  try {
    for (let count = readSync(descriptor, buffer); count > 0; count = readSync(descriptor, buffer))
      writeFileSync(target, buffer.subarray(0, count))
  } finally {
    closeSync(descriptor)
  }
}

function unlinkWherePossible(path: string): void {
  try {
    unlinkSync(path)
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
  }
}

export function changed(place: Place): AppError {
  const message = `${nameOf(place)} is not the file that was meant: it changed or is gone. It was left as it is.`
  return new AppError('file_changed', message, { path: nameOf(place) })
}

export function taken(place: Place): AppError {
  const message = `${nameOf(place)} is there already, and nothing is ever overwritten.`
  return new AppError('name_taken', message, { path: nameOf(place) })
}
