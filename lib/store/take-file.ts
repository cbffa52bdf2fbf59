import { lstatSync, renameSync, unlinkSync } from 'node:fs'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import type { FileStamp } from '#lib/model/file-record.ts'
import { freeName } from '#lib/model/free-name.ts'
import { stampFrom } from './list-directory.ts'
import { changed, nameOf, type Place, pathOf, placeFile, taken } from './place-file.ts'

type TakeOptions = {
  from: Place
  /** A private place in the same file system, whose name nobody else uses. */
  staging: Place
  /** What the file looked like when it was decided to take it. */
  meant: FileStamp
}

/**
 * Takes one regular file, and nothing else, into a private directory, where nobody exchanges it, and only there looks at
 * it: what is not the file that was meant is put back. Throws `AppError('file_changed')` where it is another one or gone;
 * then it lies where it lay.
 */
export function takeFile(take: TakeOptions): void {
  const { from, staging, meant } = take
  if (!isMeant(from, meant)) throw changed(from)
  try {
    renameSync(pathOf(from), pathOf(staging))
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') throw changed(from)
    throw error
  }
  if (isMeant(staging, meant)) return
  const name = putBack(take)
  throw name === from.name ? changed(from) : keptBeside(from, name)
}

/** Whether a regular file lies there, and looks as it did. */
export function isMeant(place: Place, meant: FileStamp): boolean {
  const stat = lstatSync(pathOf(place), { throwIfNoEntry: false })
  if (!stat?.isFile()) return false
  const { sizeBytes, modifiedAtMs, inode } = stampFrom(stat)
  return sizeBytes === meant.sizeBytes && modifiedAtMs === meant.modifiedAtMs && inode === meant.inode
}

/**
 * Takes `takeFile` back. A name that somebody took meanwhile is not taken away from them: then the file gets a free one
 * beside it. Returns the name that it has from now on.
 */
export function putBack({ from, staging }: Pick<TakeOptions, 'from' | 'staging'>): string {
  const refused = new Set<string>()
  for (;;) {
    const name = freeName(from.name, (candidate) => refused.has(candidate))
    try {
      returnTo(staging, { directory: from.directory, name })
      staging.directory.sync()
      return name
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'name_taken')) throw error
      refused.add(name)
    }
  }
}

function returnTo(staging: Place, from: Place): void {
  if (lstatSync(pathOf(staging)).isDirectory()) {
    // A directory can have no second name; somebody put it there a moment ago.
    if (lstatSync(pathOf(from), { throwIfNoEntry: false }) !== undefined) throw taken(from)
    renameSync(pathOf(staging), pathOf(from))
  } else {
    placeFile(staging, from)
    from.directory.sync()
    unlinkSync(pathOf(staging))
  }
  from.directory.sync()
}

export function keptBeside(place: Place, name: string): AppError {
  const message = `${nameOf(place)} was taken by another file while it was being moved. What lay there before is kept beside it as ${name}.`
  return new AppError('name_taken', message, { path: nameOf(place) })
}
