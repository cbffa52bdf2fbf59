import {
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  type Stats,
} from 'node:fs'
import { basename, join } from 'node:path'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import { behindLink, containedParts, containedPath, isName } from './contained-path.ts'
import { statEntry } from './list-directory.ts'

/**
 * An open directory. What is named in it is looked up in this very directory, wherever its own path leads by now: who
 * puts a link in the place of a directory leads nobody away who has it pinned.
 */
export type PinnedDirectory = {
  /** Where it lay when it was pinned; for messages. */
  path: string
  /** The last part of that. */
  name: string
  /** A path that leads to `name` in this directory. Throws `AppError('path_outside')` for what is no plain name. */
  at(name: string): string
  /** Of the directory itself. */
  stat(): Stats
  setMode(mode: number): void
  /** Makes names that were put into it or taken out of it durable. */
  sync(): void
  close(): void
  [Symbol.dispose](): void
}

const DIRECTORY = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW

/** Where the kernel shows open files as links that no path is looked up for (proc_pid_fd(5)). */
const OPEN_FILES = '/proc/self/fd'
const canPin = existsSync(OPEN_FILES)

export type PinOptions = {
  /** Makes what is missing below the root, with mode 700. */
  make?: boolean
}

/**
 * Opens the directory at `relative` below `root`, "" for the root itself, going down level by level without following
 * a link. Throws `AppError('path_outside')` at a link, and the system's error where there is nothing. Where the system
 * cannot pin directories, which Linux can, each level is checked to be no link, and a moment is left between.
 */
export function pinDirectory(
  root: string,
  relative: string,
  { make = false }: PinOptions = {},
): PinnedDirectory {
  const parts = relative === '' ? [] : containedParts(root, relative)
  let descriptor = openSync(root, constants.O_RDONLY | constants.O_DIRECTORY)
  let path = root
  for (const part of parts) {
    const above = descriptor
    path = join(path, part)
    try {
      const reached = canPin ? `${OPEN_FILES}/${above}/${part}` : path
      if (make && makeDirectory(reached)) fsyncSync(above)
      descriptor = openLevel(reached, path)
    } finally {
      closeWherePossible(above)
    }
  }
  const directory = pinned(descriptor, path)
  if (canPin || relative === '') return directory
  try {
    containedPath(root, relative)
    return directory
  } catch (error) {
    directory.close()
    throw error
  }
}

/** The directory `name` in one that is held open, on the same terms. */
export function pinBelow(
  above: PinnedDirectory,
  name: string,
  { make = false }: PinOptions = {},
): PinnedDirectory {
  const reached = above.at(name)
  if (make && makeDirectory(reached)) above.sync()
  return pinned(openLevel(reached, join(above.path, name)), join(above.path, name))
}

/** The same; `null` where there is nothing. */
export function pinIfThere(root: string, relative: string): PinnedDirectory | null {
  try {
    return pinDirectory(root, relative)
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null
    throw error
  }
}

function pinned(descriptor: number, path: string): PinnedDirectory {
  const base = canPin ? `${OPEN_FILES}/${descriptor}` : path
  let open = true
  const close = (): void => {
    // Once only: its number may be that of another file by now.
    if (open) closeWherePossible(descriptor)
    open = false
  }
  return {
    path,
    name: basename(path),
    at(name) {
      if (isName(name)) return `${base}/${name}`
      throw new AppError('path_outside', `Not a name in ${path}: ${JSON.stringify(name)}`)
    },
    stat: () => fstatSync(descriptor),
    setMode: (mode) => fchmodSync(descriptor, mode),
    sync: () => fsyncSync(descriptor),
    close,
    [Symbol.dispose]: close,
  }
}

/** Nothing was written by it that a failure could lose. */
function closeWherePossible(descriptor: number): void {
  try {
    closeSync(descriptor)
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
  }
}

function openLevel(reached: string, path: string): number {
  try {
    return openSync(reached, DIRECTORY)
  } catch (error) {
    // Of a link, some systems say that it is no directory; by now it may be one again.
    const code = systemErrorCode(error)
    const isLink = (code === 'ELOOP' || code === 'ENOTDIR') && statEntry(reached).kind !== 'file'
    throw isLink ? behindLink(path) : error
  }
}

/** False where it is there already. */
function makeDirectory(path: string): boolean {
  try {
    mkdirSync(path, { mode: 0o700 })
    return true
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false
    throw error
  }
}
