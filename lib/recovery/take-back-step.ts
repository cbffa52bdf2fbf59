import { rmSync, unlinkSync } from 'node:fs'
import type { Step } from '#lib/model/plan.ts'
import { isMeant, isSameFile, type Place, putBack, removePart, takeFile } from '#lib/store/move-file.ts'
import { makeDirectory, removeDirectory, setMode } from './change-modes.ts'
import { isThere, pathOf, placeIfThere, type Staged } from './staged-step.ts'
import { targetOf } from './steps.ts'
import type { Workshop } from './workshop.ts'

export function takeBack(workshop: Workshop, { step, staged, packed }: Staged): void {
  const target = targetOf(step)
  const placed = target === null ? null : placeIfThere(workshop, target)
  switch (step.kind) {
    case 'move':
    case 'trash':
      takeBackMove(workshop, step, staged, placed)
      return
    case 'compress':
    case 'decompress':
      if (placed !== null && isThere(packed) && isSameFile(packed, placed)) unlinkSync(pathOf(placed))
      rmSync(pathOf(packed), { force: true })
      if (isThere(staged)) putBack({ from: workshop.makePlace(step.from), staging: staged })
      return
    case 'purge':
      if (isThere(staged)) putBack({ from: workshop.makePlace(step.from), staging: staged })
      return
    case 'write':
      if (placed !== null && isThere(staged) && isSameFile(staged, placed)) unlinkSync(pathOf(placed))
      rmSync(pathOf(staged), { force: true })
      return
    case 'link-backup': {
      const from = placeIfThere(workshop, step.from)
      if (placed !== null && from !== null && isSameFile(from, placed)) unlinkSync(pathOf(placed))
      return
    }
    case 'chmod': {
      const place = placeIfThere(workshop, step.path)
      if (place !== null && isMeant(place, step.stamp)) setMode(place, step.modeBefore)
      return
    }
    case 'make-directory':
      removeDirectory(workshop, step.path)
      return
    case 'remove-directory':
      makeDirectory(workshop, step)
  }
}

function takeBackMove(
  workshop: Workshop,
  step: Extract<Step, { kind: 'move' | 'trash' }>,
  staged: Place,
  placed: Place | null,
): void {
  if (placed !== null) removePart(staged, placed)
  if (!isThere(staged)) {
    // Put to its place before a crash, and not to be there after all.
    if (placed === null || !isMeant(placed, step.stamp)) return
    takeFile({ from: placed, staging: staged, meant: step.stamp })
  } else if (placed !== null && isSameFile(staged, placed)) unlinkSync(pathOf(placed))
  putBack({ from: workshop.makePlace(step.from), staging: staged })
}
