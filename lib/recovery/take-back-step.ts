import { lstatSync, rmSync, unlinkSync } from 'node:fs'
import type { AppError } from '#lib/errors.ts'
import type { FileStamp } from '#lib/model/file-record.ts'
import type { Step } from '#lib/model/plan.ts'
import { hashFile } from '#lib/store/hash-file.ts'
import { stampFrom } from '#lib/store/list-directory.ts'
import { isBeginning, isCopy, isSameFile, type Place, pathOf, removePart } from '#lib/store/place-file.ts'
import { isMeant, keptBeside, putBack, takeFile } from '#lib/store/take-file.ts'
import { directoryMeant, makeDirectory, removeDirectory, setFileMode } from './change-modes.ts'
import { putReplacedBack } from './replace-file.ts'
import { putLogBack } from './rotate-log.ts'
import { isThere, placeIfThere, type Staged } from './staged-step.ts'
import { targetOf } from './steps.ts'
import type { Workshop } from './workshop.ts'

/** `null` where it is as it was; where a name was taken by another file, what its own file is called now. */
export function takeBack(workshop: Workshop, { step, staged, packed }: Staged): AppError | null {
  const target = targetOf(step)
  const placed = target === null ? null : placeIfThere(workshop, target)
  switch (step.kind) {
    case 'move':
    case 'trash':
      return takeBackMove(workshop, step, staged, placed)
    case 'compress':
    case 'decompress':
      if (placed !== null && isOurs(packed, placed)) unlinkSync(pathOf(placed))
      rmSync(pathOf(packed), { force: true })
      return isThere(staged) ? bringBack(workshop, step.from, staged) : null
    case 'rotate':
      if (placed !== null && isSameFile(staged, placed)) unlinkSync(pathOf(placed))
      if (isThere(staged)) putLogBack(staged, workshop.makePlace(step.from))
      return null
    case 'purge':
      return isThere(staged) ? bringBack(workshop, step.from, staged) : null
    case 'write':
    case 'make':
      if (placed !== null && (isOurs(staged, placed) || isMade(step, placed))) unlinkSync(pathOf(placed))
      rmSync(pathOf(staged), { force: true })
      return null
    case 'replace':
      putReplacedBack(workshop, { staged, packed }, step)
      return null
    case 'link-backup': {
      const from = placeIfThere(workshop, step.from)
      if (placed !== null && from !== null && isSameFile(from, placed)) unlinkSync(pathOf(placed))
      return null
    }
    case 'chmod': {
      const place = placeIfThere(workshop, step.path)
      if (place !== null && isMeant(place, step.stamp)) setFileMode(place, step, step.modeBefore)
      return null
    }
    case 'chmod-directory':
      directoryMeant(workshop, step)?.setMode(step.modeBefore)
      return null
    case 'make-directory':
      removeDirectory(workshop, step.path)
      return null
    case 'remove-directory':
      makeDirectory(workshop, step)
      return null
  }
}

function takeBackMove(
  workshop: Workshop,
  step: Extract<Step, { kind: 'move' | 'trash' }>,
  staged: Place,
  placed: Place | null,
): AppError | null {
  if (placed !== null) removePart(staged, placed)
  if (isThere(staged)) {
    // What was copied may have grown since: then the copy has its beginning, and the size and time that were meant.
    const isOlder = placed !== null && looksLike(placed, step.stamp) && isBeginning(placed, staged)
    if (placed !== null && (isOlder || isOurs(staged, placed))) unlinkSync(pathOf(placed))
    return bringBack(workshop, step.from, staged)
  }
  const from = placeIfThere(workshop, step.from)
  const wasTaken = from === null || !isMeant(from, step.stamp)
  // Put to its place before a crash, and not to be there after all.
  if (!wasTaken || placed === null || !looksLike(placed, step.stamp)) return null
  takeFile({ from: placed, staging: staged, meant: stampFrom(lstatSync(pathOf(placed))) })
  return bringBack(workshop, step.from, staged)
}

/** A second name of what is in staging, or a copy of it: then no byte goes with it. Anything else is somebody's. */
const isOurs = (staged: Place, placed: Place): boolean => isSameFile(staged, placed) || isCopy(staged, placed)

/** What can be made again is no loss. */
const isMade = (step: Step, placed: Place): boolean =>
  step.kind === 'make' &&
  step.sha256 !== null &&
  looksLikeFile(placed, step.sizeBytes) &&
  hashFile(pathOf(placed)) === step.sha256

const looksLikeFile = (place: Place, sizeBytes: number): boolean => {
  const stat = lstatSync(pathOf(place), { throwIfNoEntry: false })
  return stat?.isFile() === true && stat.size === sizeBytes
}

/** By size and time, which a copy has too. */
function looksLike(place: Place, { sizeBytes, modifiedAtMs }: FileStamp): boolean {
  const stat = lstatSync(pathOf(place), { throwIfNoEntry: false })
  return stat?.isFile() === true && stat.size === sizeBytes && Math.abs(stat.mtimeMs - modifiedAtMs) < 1
}

function bringBack(workshop: Workshop, path: string, staging: Place): AppError | null {
  const from = workshop.makePlace(path)
  const name = putBack({ from, staging })
  return name === from.name ? null : keptBeside(from, name)
}
