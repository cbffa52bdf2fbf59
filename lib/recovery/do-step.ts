import { lstatSync, rmSync, unlinkSync } from 'node:fs'
import { AppError } from '#lib/errors.ts'
import type { Step } from '#lib/model/plan.ts'
import { stampFrom } from '#lib/store/list-directory.ts'
import type { PinnedDirectory } from '#lib/store/pinned-directory.ts'
import { isSameFile, type Place, pathOf, placeFile } from '#lib/store/place-file.ts'
import { readTextFile } from '#lib/store/read-file.ts'
import { isMeant, takeFile } from '#lib/store/take-file.ts'
import { directoryMeant, makeDirectory, setDirectoryMode, setFileMode } from './change-modes.ts'
import { makeStaged } from './make-file.ts'
import { pack, writeNew } from './pack-file.ts'
import { replaceFile, stageReplacement } from './replace-file.ts'
import { placeLog, takeLog } from './rotate-log.ts'
import { isThere, placeIfThere, type Staged } from './staged-step.ts'
import { type TakingStep, targetOf } from './steps.ts'
import type { Workshop } from './workshop.ts'

/** The first part of a step: what it takes lies in staging from then on, and what it writes. */
export function begin(workshop: Workshop, one: Staged, all: readonly Staged[]): void {
  const { step, staged, packed } = one
  switch (step.kind) {
    case 'make-directory':
      makeDirectory(workshop, step)
      return
    case 'write':
      one.held = writeStaged(workshop, staged, step)
      return
    case 'make':
      one.held = makeStaged(workshop, staged, step, all)
      return
    case 'replace':
      one.held = stageReplacement(workshop, one, step)
      return
    case 'compress':
    case 'decompress':
      one.held = take(workshop, staged, step)
      if (one.held) pack(staged, packed, step.kind)
      return
    case 'rotate':
      one.held = takeLog(workshop, staged, step)
      return
    case 'move':
    case 'trash':
    case 'purge':
      one.held = take(workshop, staged, step)
      return
    case 'link-backup':
      if (!isMeant(workshop.place(step.from), step.stamp)) throw changed(step.from)
      return
    case 'chmod':
      if (!isMeant(workshop.place(step.path), step.stamp)) throw changed(step.path)
      return
    case 'chmod-directory':
      if (directoryMeant(workshop, step) === null) throw changed(step.path)
      return
    case 'remove-directory':
      return
  }
}

/** False where it was taken and put to its place before. */
function take(workshop: Workshop, staged: Place, step: Extract<TakingStep, { stamp: unknown }>): boolean {
  const from = placeIfThere(workshop, step.from)
  if (isThere(staged)) {
    // Left by whoever was interrupted while it took this back.
    if (from !== null && isSameFile(staged, from)) unlinkSync(pathOf(from))
    return true
  }
  try {
    if (from === null) throw changed(step.from)
    takeFile({ from, staging: staged, meant: step.stamp })
    return true
  } catch (error) {
    const isOther = error instanceof AppError && error.code === 'file_changed'
    if (isOther && isDone(workshop, step, from)) return false
    throw error
  }
}

/** Of a step whose file lies neither where it lay nor in staging. */
function isDone(workshop: Workshop, step: Step, from: Place | null): boolean {
  if (step.kind === 'purge') return from === null || !isThere(from)
  const target = targetOf(step)
  const place = target === null ? null : placeIfThere(workshop, target)
  if (place === null || !isThere(place)) return false
  if (step.kind !== 'move' && step.kind !== 'trash') return true
  // Of a copy the number is another one.
  const { sizeBytes, modifiedAtMs } = stampFrom(lstatSync(pathOf(place)))
  return sizeBytes === step.stamp.sizeBytes && Math.abs(modifiedAtMs - step.stamp.modifiedAtMs) < 1
}

/** The second part: everything gets its place. */
export function settle(workshop: Workshop, one: Staged): void {
  const { step, staged, packed, held } = one
  switch (step.kind) {
    case 'move':
    case 'trash':
    case 'write':
    case 'make':
      if (held) one.copied = placeFile(staged, workshop.makePlace(step.to)) === 'copied'
      return
    case 'replace':
      one.held = replaceFile(workshop, one, step)
      return
    case 'rotate':
      if (held) placeLog(staged, workshop.makePlace(step.to))
      return
    case 'compress':
    case 'decompress':
      if (held) placeFile(packed, workshop.makePlace(step.to))
      one.copied = held
      return
    case 'link-backup':
      placeFile(workshop.place(step.from), workshop.makePlace(step.to))
      return
    case 'chmod':
      setFileMode(workshop.place(step.path), step, step.mode)
      return
    case 'chmod-directory':
      setDirectoryMode(workshop, step, step.mode)
      return
    default:
      return
  }
}

/** Directories whose names a step adds to, which must be durable before anything goes. */
export function directoriesFilled(workshop: Workshop, step: Step, held: boolean): PinnedDirectory[] {
  // What turned out not to be made fills none.
  if (step.kind === 'make' && !held && step.sha256 === null) return []
  const path = step.kind === 'make-directory' || step.kind === 'replace' ? step.path : targetOf(step)
  return path === null ? [] : [workshop.makePlace(path).directory]
}

function changed(path: string): AppError {
  const message = `${path} is not the file that was meant: it changed or is gone.`
  return new AppError('file_changed', message, { path })
}

/** False where it was written and put to its place before. It is not durable yet. */
function writeStaged(workshop: Workshop, staged: Place, step: Extract<Step, { kind: 'write' }>): boolean {
  const target = placeIfThere(workshop, step.to)
  if (!isThere(staged) && target !== null && isThere(target)) {
    const there = readTextFile(pathOf(target))
    if (there.kind === 'whole' && there.text === step.text) return false
    throw new AppError('name_taken', `${step.to} is there already, and nothing is ever overwritten.`)
  }
  if (target !== null && isThere(staged) && isSameFile(staged, target)) return true
  rmSync(pathOf(staged), { force: true })
  writeNew(staged, Buffer.from(step.text), 0o600, step.modifiedAtMs ?? null)
  return true
}
