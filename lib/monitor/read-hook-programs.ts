import { createHash } from 'node:crypto'
import { lstatSync } from 'node:fs'
import { basename } from 'node:path'
import { AppError } from '#lib/errors.ts'
import { listPackaged, ownFill, readPackaged, withoutFill } from '#lib/hooks/packaged.ts'
import { LAUNCHER, PROGRAM } from '#lib/model/capture-hooks.ts'
import type { ProgramStatus } from '#lib/model/hook-status.ts'
import type { HookProgram } from '#lib/recovery/plan-install.ts'
import { containedPath } from '#lib/store/contained-path.ts'
import { stampFrom } from '#lib/store/list-directory.ts'
import { readContainedFile } from '#lib/store/read-contained.ts'

/** The files of the capture hooks as they are to be, and as they are in a home. Throws `AppError('cannot_begin')`. */
export function readHookPrograms(home: string): HookProgram[] {
  const packaged = new Map(listPackaged().map((file) => [file.path, file]))
  return [LAUNCHER, PROGRAM].map((path) => {
    const file = basename(path)
    const bytes = readPackaged({ file, fill: ownFill() })
    return {
      path,
      file,
      sha256: hashOf(bytes),
      sizeBytes: bytes.length,
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
    return [LAUNCHER, PROGRAM].map((path) => ({ path, state: 'unseen' }))
  }
}

const hashOf = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex')

/** By what was packaged, whichever Node was filled in, as long as that one is there. */
function readProgram(home: string, path: string, sha256: string): HookProgram['there'] {
  const stat = lstatSync(containedPath(home, path), { throwIfNoEntry: false })
  if (stat === undefined) return { kind: 'missing' }
  if (!stat.isFile())
    throw new AppError('path_outside', `${path} is no regular file. Look at it, and move it away.`, { path })
  const reading = readContainedFile(home, path)
  const text = reading.kind === 'whole' ? reading.text : ''
  if (hashOf(withoutFill(text)) !== sha256 || !nodeIsThere(text))
    return { kind: 'outdated', stamp: stampFrom(stat) }
  const mode = stat.mode & 0o7777
  return (mode & 0o100) === 0 ? { kind: 'not_executable', stamp: stampFrom(stat), mode } : { kind: 'current' }
}

/** One that was filled in and has gone would be looked for at each call. */
function nodeIsThere(text: string): boolean {
  const filled = /^node=(?!''$)'?([^'\n]+)'?$/m.exec(text)?.[1]
  return filled === undefined || lstatSync(filled, { throwIfNoEntry: false }) !== undefined
}
