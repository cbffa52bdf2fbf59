import { rmSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { AppError } from '#lib/errors.ts'
import { readPackaged } from '#lib/hooks/packaged.ts'
import type { Step } from '#lib/model/plan.ts'
import { hashFile } from '#lib/store/hash-file.ts'
import { pinDirectory } from '#lib/store/pinned-directory.ts'
import { isSameFile, type Place, pathOf } from '#lib/store/place-file.ts'
import { readBytes } from '#lib/store/read-bytes.ts'
import { hashOf, makeBytes, type ReadBytes } from './make-bytes.ts'
import { writeNew } from './pack-file.ts'
import { runHook } from './run-hook.ts'
import { isThere, placeIfThere, type Staged } from './staged-step.ts'
import { takes } from './steps.ts'
import type { Workshop } from './workshop.ts'

type MakeStep = Extract<Step, { kind: 'make' }>

/**
 * Makes a file into staging, which is not durable yet. False where it was made and put to its place before, and where the
 * user's program made none. Throws `AppError('file_changed')` where it is not what was shown.
 */
export function makeStaged(
  workshop: Workshop,
  staged: Place,
  step: MakeStep,
  all: readonly Staged[],
): boolean {
  const target = placeIfThere(workshop, step.to)
  if (target !== null && isThere(staged) && isSameFile(staged, target)) return true
  if (!isThere(staged) && target !== null && wasMade(step, target)) return false
  rmSync(pathOf(staged), { force: true })
  const bytes = bytesOf(step, (path) => readBytes(whereItLies(workshop, all, path)))
  if (bytes === null) return false
  writeNew(staged, bytes, step.mode ?? 0o600, step.modifiedAtMs)
  return true
}

/** What the item takes from there is in staging by now; of what a hook makes, that it is there is all that is known. */
const wasMade = ({ sha256 }: MakeStep, target: Place): boolean =>
  isThere(target) && (sha256 === null || hashFile(pathOf(target)) === sha256)

function bytesOf({ to, recipe, sha256 }: MakeStep, read: ReadBytes): Uint8Array | null {
  if (recipe.by === 'hook') return runHook(recipe, read)
  const bytes =
    recipe.by === 'packaged'
      ? readPackaged(recipe)
      : recipe.by === 'copy'
        ? readOutside(recipe.path)
        : makeBytes(recipe, read)
  if (hashOf(bytes) === sha256) return bytes
  throw new AppError('file_changed', `${to} would not be what was shown. Look at it again.`, { path: to })
}

/** A file whose directory is held open meanwhile. */
function readOutside(path: string): Uint8Array {
  using directory = pinDirectory(dirname(path), '')
  return readBytes({ directory, name: basename(path) })
}

/** In staging, where another step of the item has taken it. */
function whereItLies(workshop: Workshop, all: readonly Staged[], path: string): Place {
  const taken = all.find(({ step }) => takes(step) && step.from === path)
  return taken !== undefined && isThere(taken.staged) ? taken.staged : workshop.place(path)
}
