import { lstatSync } from 'node:fs'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import type { PlanItem, Step } from '#lib/model/plan.ts'
import { type Place, pathOf } from '#lib/store/place-file.ts'
import { staysInPlace, workplaceOf } from './steps.ts'
import type { Workshop } from './workshop.ts'

/** A step with its private places: for what it takes, and for what is made of that. */
export type Staged = {
  step: Step
  staged: Place
  packed: Place
  /** Whether something lies there by now that goes away at the end. */
  held: boolean
  /** Whether its target is another file than the one that is staged. */
  copied: boolean
}

export function stagedSteps(workshop: Workshop, item: PlanItem, first: number): Staged[] {
  return item.steps.map((step, at) => {
    const path = workplaceOf(step)
    const name = String(first + at)
    const place = (part: string): Place => (staysInPlace(step) ? NOWHERE : workshop.staging(path, part))
    return {
      step,
      staged: place(name),
      packed: place(`${name}.packed`),
      held: false,
      copied: false,
    }
  })
}

/** The place of what keeps nothing: to ask for it is a defect. */
const NOWHERE: Place = {
  name: '',
  directory: {
    path: '',
    name: '',
    at() {
      throw new Error('A step that stays in place has nothing in staging.')
    },
    stat() {
      throw new Error('A step that stays in place has nothing in staging.')
    },
    setMode: () => undefined,
    sync: () => undefined,
    close: () => undefined,
    [Symbol.dispose]: () => undefined,
  },
}

export const isThere = (place: Place): boolean =>
  lstatSync(pathOf(place), { throwIfNoEntry: false }) !== undefined

/** `null` where the directory is gone, or has become a link: behind one, nothing of ours is looked for. */
export function placeIfThere(workshop: Workshop, path: string): Place | null {
  try {
    return workshop.place(path)
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null
    if (error instanceof AppError && error.code === 'path_outside') return null
    throw error
  }
}
