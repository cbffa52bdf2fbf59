import { unlinkSync } from 'node:fs'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import type { PlanItem, Step } from '#lib/model/plan.ts'
import { isMeant } from '#lib/store/move-file.ts'
import { removeDirectory } from './change-modes.ts'
import { begin, placesFilled, settle } from './do-step.ts'
import { isMeantAt, isThere, pathOf, placeIfThere, type Staged, stagedSteps } from './staged-step.ts'
import { type TakingStep, takes, targetOf } from './steps.ts'
import { takeBack } from './take-back-step.ts'
import { openWorkshop, type Workshop } from './workshop.ts'

/** The item as a whole was taken back, or could not be and waits for the next start. */
export class ItemFailed extends Error {
  readonly takenBack: boolean

  constructor(cause: unknown, takenBack: boolean) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.takenBack = takenBack
  }
}

export type Work = {
  /** The results directory, resolved. */
  root: string
  operationId: string
  item: PlanItem
  /** The number of its first step in the plan: names in staging are made of it. */
  first: number
}

/**
 * Does all steps of an item, or none. In this order, which no crash turns into a loss: everything is taken into staging,
 * then put to its place, the places are made durable, and only then the names in staging go. Done again after a crash, it
 * goes on where it was. Throws `ItemFailed`.
 */
export function performItem(work: Work): void {
  using workshop = openWorkshop(work.root, work.operationId)
  const steps = openSteps(workshop, work)
  try {
    for (const step of steps) begin(workshop, step)
    for (const step of steps) settle(workshop, step)
    workshop.sync(steps.flatMap(({ step }) => placesFilled(workshop, step)))
  } catch (error) {
    throw new ItemFailed(error, takeBackSteps(workshop, steps) === null)
  }
  try {
    finish(workshop, steps)
  } catch (error) {
    throw new ItemFailed(error, false)
  }
}

/** Nothing is begun before the places for it are there. */
function openSteps(workshop: Workshop, { item, first }: Work): Staged[] {
  try {
    return stagedSteps(workshop, item, first)
  } catch (error) {
    throw new ItemFailed(error, true)
  }
}

/** Takes an item back that was begun. Throws `ItemFailed` where that is not possible now. */
export function takeBackItem(work: Work): void {
  using workshop = openWorkshop(work.root, work.operationId)
  const fault = takeBackSteps(workshop, stagedSteps(workshop, work.item, work.first))
  if (fault !== null) throw new ItemFailed(fault, false)
}

/** How far an item is, by what lies where. */
export function progressOf(work: Work): 'untouched' | 'begun' | 'complete' {
  using workshop = openWorkshop(work.root, work.operationId)
  const steps = stagedSteps(workshop, work.item, work.first)
  const taking = steps.filter(({ step }) => takes(step))
  const isUntouched = ({ step, staged }: Staged): boolean =>
    !isThere(staged) && takes(step) && isMeantAt(workshop, step)
  if (taking.length > 0 && taking.every(isUntouched)) return 'untouched'
  const isComplete = ({ step, staged, packed }: Staged): boolean =>
    !isThere(staged) &&
    !isThere(packed) &&
    (!takes(step) || isGone(workshop, step)) &&
    isFilled(workshop, step)
  return steps.every(isComplete) ? 'complete' : 'begun'
}

/** What is to go for good has gone only where nothing is left; else another file may have come. */
function isGone(workshop: Workshop, step: TakingStep): boolean {
  const from = placeIfThere(workshop, step.from)
  if (from === null) return true
  return step.kind === 'purge' ? !isThere(from) : !isMeant(from, step.stamp)
}

function isFilled(workshop: Workshop, step: Step): boolean {
  const target = targetOf(step)
  const place = target === null ? null : placeIfThere(workshop, target)
  return target === null || (place !== null && isThere(place))
}

/** Everything is where it belongs; what is left are second names, and what was to go for good. */
function finish(workshop: Workshop, steps: readonly Staged[]): void {
  for (const { staged, packed } of steps)
    for (const place of [staged, packed]) if (isThere(place)) unlinkSync(pathOf(place))
  workshop.sync(steps.map(({ staged }) => staged))
  const left = steps.flatMap(({ step }) => {
    const place = takes(step) ? placeIfThere(workshop, step.from) : null
    return place === null ? [] : [place]
  })
  workshop.sync(left)
  for (const { step } of steps) if (step.kind === 'remove-directory') removeDirectory(workshop, step.path)
}

/** From the last to the first. What could not be taken back is left where the next start finds it, and why is returned. */
function takeBackSteps(workshop: Workshop, steps: readonly Staged[]): Error | null {
  try {
    for (const staged of steps.toReversed()) takeBack(workshop, staged)
    return null
  } catch (error) {
    if (error instanceof AppError || (error instanceof Error && systemErrorCode(error) !== null)) return error
    throw error
  }
}
