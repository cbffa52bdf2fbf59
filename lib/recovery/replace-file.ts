import { linkSync, renameSync, rmSync, unlinkSync } from 'node:fs'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import { applyEdits } from '#lib/hooks/text-edits.ts'
import type { FileState, Step, TextEdit } from '#lib/model/plan.ts'
import { type Place, pathOf, placeFile } from '#lib/store/place-file.ts'
import { readBytes } from '#lib/store/read-bytes.ts'
import { hashOf } from './make-bytes.ts'
import { writeNew } from './pack-file.ts'
import { isThere, placeIfThere, type Staged } from './staged-step.ts'
import type { Workshop } from './workshop.ts'

type ReplaceStep = Extract<Step, { kind: 'replace' }>
type Staging = Pick<Staged, 'staged' | 'packed'>

/** Writes what the file becomes into staging, which is not durable yet. False where nothing lies there. */
export function stageReplacement(
  workshop: Workshop,
  { staged, packed }: Staging,
  { path, before, after, edits }: ReplaceStep,
): boolean {
  const bytes = bytesAt(placeIfThere(workshop, path))
  rmSync(pathOf(packed), { force: true })
  if (isLike(bytes, after)) return isThere(staged)
  if (!isLike(bytes, before)) throw changed(path)
  rmSync(pathOf(staged), { force: true })
  if (after === null) return false
  writeNew(staged, edited(bytes, edits, after, path), after.mode, after.modifiedAtMs)
  return true
}

/**
 * Gives the file its new text by one renaming, so that whoever reads it sees one or the other. Its first bytes keep a name
 * of their own until they prove to be what was meant. True where something is left in staging.
 */
export function replaceFile(workshop: Workshop, staging: Staging, step: ReplaceStep): boolean {
  const { staged, packed } = staging
  const place = workshop.makePlace(step.path)
  if (isLike(bytesAt(place), step.after)) return isThere(staged)
  if (step.before === null) {
    placeFile(staged, place)
    return true
  }
  keepFirst(place, packed)
  if (!isLike(bytesAt(packed), step.before)) throw changed(step.path)
  if (step.after === null) unlinkSync(pathOf(place))
  else renameSync(pathOf(staged), pathOf(place))
  // Whoever had it open may have written to it in the moment before.
  if (!isLike(bytesAt(packed), step.before)) {
    renameSync(pathOf(packed), pathOf(place))
    throw changed(step.path)
  }
  rmSync(pathOf(packed), { force: true })
  return false
}

/** Where it has not become what was meant, it is as it was. */
export function putReplacedBack(
  workshop: Workshop,
  { staged, packed }: Staging,
  { path, before, after, back }: ReplaceStep,
): void {
  rmSync(pathOf(staged), { force: true })
  const place = placeIfThere(workshop, path)
  const bytes = bytesAt(place)
  rmSync(pathOf(packed), { force: true })
  if (place === null || !isLike(bytes, after) || isLike(bytes, before)) return
  if (before === null) {
    unlinkSync(pathOf(place))
    return
  }
  writeNew(staged, edited(bytes, back, before, path), before.mode, before.modifiedAtMs)
  renameSync(pathOf(staged), pathOf(place))
}

/** A second name, or a copy where there are none. */
function keepFirst(place: Place, packed: Place): void {
  rmSync(pathOf(packed), { force: true })
  try {
    linkSync(pathOf(place), pathOf(packed))
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === null || code === 'ENOENT') throw error
    writeNew(packed, readBytes(place), 0o600, null)
  }
}

function edited(
  bytes: Uint8Array | null,
  edits: readonly TextEdit[],
  state: FileState,
  path: string,
): Uint8Array {
  const made = Buffer.from(applyEdits(Buffer.from(bytes ?? []).toString('utf8'), edits))
  if (hashOf(made) === state.sha256) return made
  throw changed(path)
}

/** `null` where nothing is. */
function bytesAt(place: Place | null): Uint8Array | null {
  try {
    return place === null ? null : readBytes(place)
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null
    throw error
  }
}

const isLike = (bytes: Uint8Array | null, state: FileState | null): boolean =>
  bytes === null ? state === null : state !== null && hashOf(bytes) === state.sha256

function changed(path: string): AppError {
  return new AppError('file_changed', `${path} is not the file that was shown: it changed or is gone.`, {
    path,
  })
}
