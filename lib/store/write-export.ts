import { randomUUID } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import { syncDirectory } from './write-atomically.ts'

/** File systems that know no second names. */
const NO_SECOND_NAME: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'ENOSYS'])

/**
 * Writes a file that somebody asked for, wherever they want it: whole or not at all, for its user alone (600). What has
 * that name already stays, unless `force` says to replace it; a link is replaced, never followed. Throws
 * `AppError('name_taken')`, and `usage` where no file can be there.
 */
export function writeExport(path: string, text: string, { force }: { force: boolean }): void {
  const beside = join(dirname(path), `.${basename(path)}.${randomUUID()}.new`)
  try {
    requireFree(path, force)
    try {
      writeSynced(beside, text)
      if (force) renameSync(beside, path)
      else giveName(beside, path)
      syncDirectory(dirname(path))
    } finally {
      rmSync(beside, { force: true })
    }
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === null) throw error
    throw new AppError('usage', `${path} cannot be written: ${code}. Name a file in a directory of yours.`, {
      cause: error,
      path,
    })
  }
}

/** Before anything is written, where that can be known. */
function requireFree(path: string, force: boolean): void {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (stat?.isDirectory())
    throw new AppError('usage', `${path} is a directory: expected a file's name.`, { path })
  if (stat !== undefined && !force) throw taken(path)
}

function writeSynced(path: string, text: string): void {
  const descriptor = openSync(path, 'wx', 0o600)
  try {
    writeFileSync(descriptor, text)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** A second name stops at one that came meanwhile; renaming would not. */
function giveName(beside: string, path: string): void {
  try {
    linkSync(beside, path)
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === 'EEXIST') throw taken(path)
    if (code === null || !NO_SECOND_NAME.has(code)) throw error
    requireFree(path, false)
    renameSync(beside, path)
  }
}

const taken = (path: string): AppError =>
  new AppError('name_taken', `${path} is there already. Name another file, or replace it with --force.`, {
    path,
  })
