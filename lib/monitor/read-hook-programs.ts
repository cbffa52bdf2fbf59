import { lstatSync, type Stats } from 'node:fs'
import { basename } from 'node:path'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import { listPackaged, ownFill, readPackaged, withoutFill } from '#lib/hooks/packaged.ts'
import { LAUNCHER, PROGRAM } from '#lib/model/capture-hooks.ts'
import type { ProgramStatus } from '#lib/model/hook-status.ts'
import { hashOf } from '#lib/recovery/make-bytes.ts'
import type { HookProgram } from '#lib/recovery/plan-install.ts'
import { containedPath } from '#lib/store/contained-path.ts'
import { stampFrom } from '#lib/store/list-directory.ts'
import { readProgramFile } from './read-program-file.ts'

/** The files of the capture hooks as they are to be, and as they are in a home. Throws `AppError('cannot_begin')`. */
export function readHookPrograms(home: string): HookProgram[] {
  const packaged = new Map(listPackaged().map((file) => [file.path, file]))
  return [LAUNCHER, PROGRAM].map((path) => {
    const file = basename(path)
    const fill = ownFill()
    const bytes = readPackaged({ file, fill })
    return {
      path,
      file,
      fill,
      sha256: hashOf(bytes),
      sizeBytes: bytes.length,
      text: bytes.toString('utf8'),
      there: readProgram(home, path, packaged.get(file)?.sha256 ?? ''),
    }
  })
}

/** The state of each; of all, it is unknown where this program was not built. */
export function readPrograms(home: string): ProgramStatus[] {
  try {
    return readHookPrograms(home).map(({ path, there }) => ({ path, state: there.kind }))
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const state = error.code === 'path_outside' ? 'in_the_way' : 'unseen'
    return [LAUNCHER, PROGRAM].map((path) => ({ path, state }))
  }
}

/** By what was packaged, whichever Node was filled in, as long as that one is there. */
function readProgram(home: string, path: string, sha256: string): HookProgram['there'] {
  const stat = lookAt(home, path)
  if (stat === undefined) return { kind: 'missing' }
  if (!stat.isFile())
    throw new AppError('path_outside', `${path} is no regular file. Look at it, and move it away.`, { path })
  const before = readProgramFile(home, path)
  const text = before?.text ?? ''
  if (hashOf(Buffer.from(withoutFill(text))) !== sha256 || !nodeIsThere(text))
    return { kind: 'outdated', stamp: stampFrom(stat), before }
  const mode = stat.mode & 0o7777
  return (mode & 0o100) === 0 ? { kind: 'not_executable', stamp: stampFrom(stat), mode } : { kind: 'current' }
}

/** Throws `AppError('path_outside')` where a level of its path is no directory, `AppError('cannot_begin')` where it is closed. */
function lookAt(home: string, path: string): Stats | undefined {
  try {
    return lstatSync(containedPath(home, path), { throwIfNoEntry: false })
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === null) throw error
    if (code !== 'ENOTDIR')
      throw new AppError('cannot_begin', `${path} cannot be looked at (${code}). Nothing was changed.`, {
        path,
      })
    const message = `${path}: a level of its path is no directory. Look at it, and move it away.`
    throw new AppError('path_outside', message, { path })
  }
}

/** One that was filled in and has gone would be looked for at each call. */
function nodeIsThere(text: string): boolean {
  const filled = /^node=(?!''$)'?([^'\n]+)'?$/m.exec(text)?.[1]
  return filled === undefined || lstatSync(filled, { throwIfNoEntry: false }) !== undefined
}
