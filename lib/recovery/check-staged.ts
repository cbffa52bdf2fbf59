import { lstatSync } from 'node:fs'
import { AppError } from '#lib/errors.ts'
import type { Step } from '#lib/model/plan.ts'
import type { OpenFiles } from '#lib/store/open-files.ts'
import { type Place, pathOf } from '#lib/store/place-file.ts'
import { isMeant } from '#lib/store/take-file.ts'
import { isThere, type Staged } from './staged-step.ts'
import { QUARANTINE, subjectOf } from './steps.ts'

/** Whoever has a file open still may write to it. Where its target is another file, that would be lost with this one. */
export function requireUnchanged(steps: readonly Staged[], open: OpenFiles | null): void {
  for (const { step, staged } of steps)
    if (open !== null && mustBeClosed(step)) requireClosed(step, staged, open)
  for (const { step, staged, copied } of steps)
    if (copied && 'stamp' in step && !isMeant(staged, step.stamp) && isThere(staged))
      throw new AppError('file_changed', `${subjectOf(step)?.path} was written to while it was being moved.`)
}

/** Whoever writes to a file that is compressed, or to one that is broken so far, is not done with it. */
export const mustBeClosed = (step: Step): boolean =>
  step.kind === 'compress' || (step.kind === 'move' && step.to.startsWith(`${QUARANTINE}/`))

/** By now nobody can open it by its name any more, so that what is seen stays so. */
function requireClosed(step: Step, staged: Place, open: OpenFiles): void {
  const stat = lstatSync(pathOf(staged), { throwIfNoEntry: false })
  if (stat === undefined) return
  const isOpen = open.isOpen(stat)
  // What is set aside is the same file still; what is compressed would be lost.
  if (isOpen === 'no' || (isOpen === 'unknown' && step.kind !== 'compress')) return
  const path = subjectOf(step)?.path
  throw new AppError('file_changed', `${path} is open in a process that writes to it.`)
}
