import { chmodSync, closeSync, constants, fchmodSync, fstatSync, mkdirSync, openSync } from 'node:fs'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import type { Step } from '#lib/model/plan.ts'
import { splitPath } from '#lib/model/relative-path.ts'
import type { PinnedDirectory } from '#lib/store/pinned-directory.ts'
import { type Place, pathOf } from '#lib/store/place-file.ts'
import { placeIfThere } from './staged-step.ts'
import { removeEmpty, type Workshop } from './workshop.ts'

type FileMode = Extract<Step, { kind: 'chmod' }>
type DirectoryMode = Extract<Step, { kind: 'chmod-directory' }>

/** By what is opened, not by name, so that nobody exchanges it in between. */
export function setFileMode(place: Place, { path, stamp }: FileMode, mode: number): void {
  const descriptor = openSync(pathOf(place), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const stat = fstatSync(descriptor)
    if (!stat.isFile() || stat.ino !== stamp.inode) throw isAnother(path)
    fchmodSync(descriptor, mode)
  } finally {
    closeSync(descriptor)
  }
}

/** `null` where it is gone, or another directory has its name. */
export function directoryMeant(workshop: Workshop, { path, inode }: DirectoryMode): PinnedDirectory | null {
  try {
    const directory = workshop.directory(path)
    return directory.stat().ino === inode ? directory : null
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null
    throw error
  }
}

export function setDirectoryMode(workshop: Workshop, step: DirectoryMode, mode: number): void {
  const directory = directoryMeant(workshop, step)
  if (directory === null) throw isAnother(step.path)
  directory.setMode(mode)
}

function isAnother(path: string): AppError {
  return new AppError('file_changed', `${path} is not what was meant: it was exchanged or is gone.`, { path })
}

export function makeDirectory(
  workshop: Workshop,
  { path, mode }: Extract<Step, { kind: 'make-directory' | 'remove-directory' }>,
): void {
  const place = workshop.makePlace(path)
  try {
    mkdirSync(pathOf(place), { mode })
    chmodSync(pathOf(place), mode)
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error
  }
}

export function removeDirectory(workshop: Workshop, path: string): void {
  const { directory } = splitPath(path)
  const above = placeIfThere(workshop, directory === '' ? path : `${directory}/x`)
  if (above !== null && removeEmpty(above.directory.at(splitPath(path).name))) above.directory.sync()
}
