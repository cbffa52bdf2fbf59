import { unlinkSync } from 'node:fs'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import type { PlanItem, Step } from '#lib/model/plan.ts'
import { isMeant } from '#lib/store/move-file.ts'
import type { PinnedDirectory } from '#lib/store/pinned-directory.ts'
import { removeDirectory } from './change-modes.ts'
import { begin, directoriesFilled, settle } from './do-step.ts'
import { syncFile } from './pack-file.ts'
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

/** How it went with an item: `null` where all of it was done. */
export type Performed = { work: Work; fault: ItemFailed | null }

type Group = { work: Work; steps: Staged[]; fault: ItemFailed | null }

/**
 * Does all steps of each item, or none of it. In this order, which no crash turns into a loss: everything is taken into
 * staging, then put to its place, the places are made durable, and only then the names in staging go. Done again after a
 * crash, it goes on where it was. Several items share what makes them durable, which takes most of the time.
 */
export function performItems(works: readonly Work[]): Performed[] {
  const [first] = works
  if (first === undefined) return []
  using workshop = openWorkshop(first.root, first.operationId)
  const group = works.map((work) => prepare(workshop, work))
  eachOf(workshop, group, ({ steps }) => {
    for (const step of steps) begin(workshop, step)
  })
  eachOf(workshop, group, ({ steps }) => syncWritten(steps))
  eachOf(workshop, group, ({ steps }) => {
    for (const step of steps) settle(workshop, step)
  })
  const synced = new Set<PinnedDirectory>()
  eachOf(workshop, group, ({ steps }) =>
    syncOnce(
      steps.flatMap(({ step }) => directoriesFilled(workshop, step)),
      synced,
    ),
  )
  for (const one of group) if (one.fault === null) one.fault = finish(workshop, one.steps)
  return group.map(({ work, fault }) => ({ work, fault }))
}

/** One item alone. Throws `ItemFailed`. */
export function performItem(work: Work): void {
  for (const { fault } of performItems([work])) if (fault !== null) throw fault
}

/** Nothing is begun before the places for it are there. */
function prepare(workshop: Workshop, work: Work): Group {
  try {
    return { work, steps: stagedSteps(workshop, work.item, work.first), fault: null }
  } catch (error) {
    return { work, steps: [], fault: new ItemFailed(error, true) }
  }
}

/** What fails is taken back by itself, and the others go on. */
function eachOf(workshop: Workshop, group: readonly Group[], work: (one: Group) => void): void {
  for (const one of group) {
    if (one.fault !== null) continue
    try {
      work(one)
    } catch (error) {
      one.fault = new ItemFailed(error, takeBackSteps(workshop, one.steps) === null)
    }
  }
}

function syncWritten(steps: readonly Staged[]): void {
  for (const { step, staged, packed, held } of steps) {
    if (!held) continue
    if (step.kind === 'write') syncFile(staged)
    else if (step.kind === 'compress' || step.kind === 'decompress') syncFile(packed)
  }
}

function syncOnce(directories: readonly PinnedDirectory[], synced: Set<PinnedDirectory>): void {
  for (const directory of directories) {
    if (synced.has(directory)) continue
    directory.sync()
    synced.add(directory)
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

/**
 * Everything is where it belongs; what is left are second names, and what was to go for good. That they have gone need not
 * survive a crash of the machine: the next start would find them.
 */
function finish(workshop: Workshop, steps: readonly Staged[]): ItemFailed | null {
  try {
    for (const { staged, packed, held, step } of steps) {
      if (!held) continue
      unlinkSync(pathOf(staged))
      if (step.kind === 'compress' || step.kind === 'decompress') unlinkSync(pathOf(packed))
    }
    for (const { step } of steps) if (step.kind === 'remove-directory') removeDirectory(workshop, step.path)
    return null
  } catch (error) {
    return new ItemFailed(error, false)
  }
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
