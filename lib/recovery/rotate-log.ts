import { linkSync, lstatSync, renameSync, unlinkSync } from 'node:fs'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import { freeName } from '#lib/model/free-name.ts'
import type { Step } from '#lib/model/plan.ts'
import { isSameFile, nameOf, type Place, pathOf } from '#lib/store/place-file.ts'
import { isThere, placeIfThere } from './staged-step.ts'
import type { Workshop } from './workshop.ts'

/**
 * Takes a log as it is at this moment: whoever has it open goes on writing to it wherever it lies. False where it was taken
 * and put to its place before. Throws `AppError('file_changed')` where it is another one.
 */
export function takeLog(
  workshop: Workshop,
  staged: Place,
  { from: path, to, inode }: Extract<Step, { kind: 'rotate' }>,
): boolean {
  const from = placeIfThere(workshop, path)
  if (isThere(staged)) {
    if (from !== null && isSameFile(staged, from)) unlinkSync(pathOf(from))
    return true
  }
  const target = placeIfThere(workshop, to)
  if (from === null || numberOf(from) !== inode) {
    if (target !== null && numberOf(target) === inode) return false
    throw isAnother(path)
  }
  renameSync(pathOf(from), pathOf(staged))
  if (numberOf(staged) === inode) return true
  putLogBack(staged, from)
  throw isAnother(path)
}

/** By a second name, and never by a copy: what is written meanwhile would not be in it. */
export function placeLog(staged: Place, to: Place): void {
  try {
    linkSync(pathOf(staged), pathOf(to))
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error
    if (isSameFile(staged, to)) return
    throw new AppError('name_taken', `${nameOf(to)} is there already, and nothing is ever overwritten.`)
  }
}

/** Back to its name, or beside what was begun under it; never as a copy either. */
export function putLogBack(staged: Place, from: Place): void {
  const names = new Set<string>()
  for (;;) {
    const name = freeName(from.name, (candidate) => names.has(candidate))
    const place = { directory: from.directory, name }
    if (giveBack(staged, place)) {
      from.directory.sync()
      return
    }
    names.add(name)
  }
}

/** False where something has that name. Where there are no second names, it is renamed, a moment after looking. */
function giveBack(staged: Place, place: Place): boolean {
  try {
    linkSync(pathOf(staged), pathOf(place))
    unlinkSync(pathOf(staged))
    return true
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === null) throw error
    if (code === 'EEXIST' || isThere(place)) return false
    renameSync(pathOf(staged), pathOf(place))
    return true
  }
}

const numberOf = (place: Place): number | null => {
  const stat = lstatSync(pathOf(place), { throwIfNoEntry: false })
  return stat?.isFile() ? stat.ino : null
}

function isAnother(path: string): AppError {
  return new AppError('file_changed', `${path} is another log by now, or is gone.`, { path })
}
