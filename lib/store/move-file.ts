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
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import type { FileStamp } from '#lib/model/file-record.ts'
import { hashFile } from './hash-file.ts'
import { stampFrom } from './list-directory.ts'
import type { PinnedDirectory } from './pinned-directory.ts'

const COPY_CHUNK_BYTES = 1024 * 1024

/** A name in a directory. */
export type Place = { directory: PinnedDirectory; name: string }

export type TakeOptions = {
  from: Place
  /** A private place in the same file system, whose name nobody else uses. */
  staging: Place
  /** What the file looked like when it was decided to take it. */
  meant: FileStamp
}

/**
 * Moves one regular file, and nothing else, to a name that is free. It is first renamed into a private directory, where
 * nobody exchanges it, and only there looked at: what is not the file that was meant is put back. Throws
 * `AppError('file_changed')` where it is another one or gone, and `AppError('name_taken')` where the target is there.
 * Either way it lies where it lay. Durable once it returns.
 */
export function moveFile({ to, ...take }: TakeOptions & { to: Place }): void {
  takeFile(take)
  try {
    place(take.staging, to)
  } catch (error) {
    putBack(take)
    throw error
  }
  unlinkSync(pathOf(take.staging))
  for (const { directory } of [to, take.staging, take.from]) directory.sync()
}

/** Removes one regular file for good, on the same terms as `moveFile`. */
export function removeFile(take: TakeOptions): void {
  takeFile(take)
  unlinkSync(pathOf(take.staging))
  for (const { directory } of [take.staging, take.from]) directory.sync()
}

const pathOf = ({ directory, name }: Place): string => directory.at(name)

const nameOf = ({ directory, name }: Place): string => `${directory.path}/${name}`

function takeFile(take: TakeOptions): void {
  const { from, staging, meant } = take
  if (!isMeant(pathOf(from), meant)) throw changed(from)
  try {
    renameSync(pathOf(from), pathOf(staging))
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') throw changed(from)
    throw error
  }
  if (isMeant(pathOf(staging), meant)) return
  putBack(take)
  throw changed(from)
}

/** Whether a regular file lies there, and looks as it did. */
function isMeant(path: string, meant: FileStamp): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (!stat?.isFile()) return false
  const { sizeBytes, modifiedAtMs, inode } = stampFrom(stat)
  return sizeBytes === meant.sizeBytes && modifiedAtMs === meant.modifiedAtMs && inode === meant.inode
}

/** A name that somebody took meanwhile is not taken away from them: then the file stays where nothing happens to it. */
function putBack({ from, staging }: TakeOptions): void {
  try {
    returnTo(staging, from)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    throw new AppError(
      error.code,
      `${nameOf(from)} was taken by another file while it was being moved. What lay there before is kept as ${nameOf(staging)}.`,
      { cause: error, path: nameOf(staging) },
    )
  }
  for (const { directory } of [from, staging]) directory.sync()
}

function returnTo(staging: Place, from: Place): void {
  if (lstatSync(pathOf(staging)).isDirectory()) {
    // A directory can have no second name; somebody put it there a moment ago.
    if (lstatSync(pathOf(from), { throwIfNoEntry: false }) !== undefined) throw taken(from)
    renameSync(pathOf(staging), pathOf(from))
  } else {
    place(staging, from)
    unlinkSync(pathOf(staging))
  }
}

/** Gives a file a second name, or a copy where it cannot have one. An existing name stops it. */
function place(staged: Place, to: Place): void {
  try {
    linkSync(pathOf(staged), pathOf(to))
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === 'EEXIST') throw taken(to)
    // Another file system, or one that knows no second names.
    if (code === null || !['EXDEV', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'ENOSYS'].includes(code))
      throw error
    copy(staged, to)
  }
}

/** The bytes, mode and time of a file under a new name, and compared before the first is given up. */
function copy(staged: Place, to: Place): void {
  const [source, target] = [pathOf(staged), pathOf(to)]
  const stat = lstatSync(source)
  // What is no regular file has no bytes to copy, and stays where it is.
  if (!stat.isFile()) throw changed(staged)
  const descriptor = openNew(to)
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
  } catch (error) {
    unlinkWherePossible(target)
    throw error
  } finally {
    closeSync(descriptor)
  }
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

function changed(place: Place): AppError {
  const message = `${nameOf(place)} is not the file that was meant: it changed or is gone. It was left as it is.`
  return new AppError('file_changed', message, { path: nameOf(place) })
}

function taken(place: Place): AppError {
  const message = `${nameOf(place)} is there already, and nothing is ever overwritten.`
  return new AppError('name_taken', message, { path: nameOf(place) })
}
