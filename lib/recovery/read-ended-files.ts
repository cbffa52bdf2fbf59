import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import { splitPath } from '#lib/model/relative-path.ts'
import { containedPath } from '#lib/store/contained-path.ts'
import { listNames, stampFrom } from '#lib/store/list-directory.ts'
import type { MoveEvidence, MoveFile } from './plan-session-move.ts'

/** Files that lie on disk, the directories that go with them, and why they cannot be taken. */
export type EndedFiles = Pick<MoveEvidence, 'files' | 'emptied' | 'obstacle'>

/** What is there now of files by their paths below the results directory. */
export function readEndedFiles(root: string, paths: readonly string[]): EndedFiles {
  try {
    const files = paths.flatMap((path) => {
      containedPath(root, splitPath(path).directory)
      return readOwnFile(root, path)
    })
    return { files, emptied: emptiedBy(root, files), obstacle: null }
  } catch (error) {
    return { files: [], emptied: [], obstacle: obstacleOf(error) }
  }
}

/** Nothing where it is gone. Throws where it may not be moved. */
export function readOwnFile(root: string, path: string): MoveFile[] {
  const stat = lstatSync(join(root, path), { throwIfNoEntry: false })
  if (stat === undefined) return []
  if (!stat.isFile()) throw new AppError('path_outside', `${path} is no regular file any more.`)
  const user = process.geteuid?.() ?? 0
  if (user !== 0 && stat.uid !== user)
    throw new AppError('not_own', `${path} belongs to user ${stat.uid}: only that user can move it.`)
  return [{ path, stamp: stampFrom(stat) }]
}

/** Directories below an area that hold these files and nothing else; the area itself stays. */
export function emptiedBy(root: string, files: readonly MoveFile[]): { path: string; mode: number }[] {
  const names = Map.groupBy(files, ({ path }) => splitPath(path).directory)
  return [...names].flatMap(([directory, inside]) => {
    if (!directory.includes('/')) return []
    const path = join(root, directory)
    const isAll = listNames(path)?.length === inside.length
    return isAll ? [{ path: directory, mode: lstatSync(path).mode & 0o777 }] : []
  })
}

export function obstacleOf(error: unknown): string {
  if (error instanceof AppError) return error.message
  const code = systemErrorCode(error)
  if (code === null || !(error instanceof Error)) throw error
  return `It cannot be looked at (${code}).`
}
