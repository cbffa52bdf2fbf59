import { rmSync, unlinkSync } from 'node:fs'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import type { Plan, PlanItem, Step } from '#lib/model/plan.ts'
import { readOpenFiles } from '#lib/store/open-files.ts'
import type { PinnedDirectory } from '#lib/store/pinned-directory.ts'
import { pathOf } from '#lib/store/place-file.ts'
import { removeDirectory } from './change-modes.ts'
import { mustBeClosed, requireUnchanged } from './check-staged.ts'
import { begin, directoriesFilled, settle } from './do-step.ts'
import { type Staged, stagedSteps } from './staged-step.ts'
import { type Roots, rootOf } from './steps.ts'
import { syncOnce, syncWritten } from './sync-staged.ts'
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
  /** What the paths of the item are below, resolved. */
  root: string
  operationId: string
  item: PlanItem
  /** The number of its first step in the plan: names in staging are made of it. */
  first: number
}

/** Each item of a plan, with what it is done by. */
export function worksOf(roots: Roots, { id, items }: Plan): Work[] {
  let first = 0
  return items.map((item) => {
    const work = { root: rootOf(roots, item), operationId: id, item, first }
    first += item.steps.length
    return work
  })
}

/** How it went with an item: `null` where all of it was done. */
export type Performed = { work: Work; fault: ItemFailed | null }

type Group = { work: Work; workshop: Workshop; steps: Staged[]; fault: ItemFailed | null }

/**
 * Does all steps of each item, or none of it. In this order, which no crash turns into a loss: everything is taken into
 * staging, then put to its place, the places are made durable, and only then the names in staging go. Done again after a
 * crash, it goes on where it was. Several items share what makes them durable, which takes most of the time.
 */
export function performItems(works: readonly Work[]): Performed[] {
  using workshops = openWorkshops()
  const group = works.map((work) => prepare(workshops.of(work), work))
  eachOf(group, ({ workshop, steps }) => {
    for (const step of steps) begin(workshop, step, steps)
  })
  eachOf(group, ({ steps }) => syncWritten(steps))
  eachOf(group, ({ workshop, steps }) => {
    for (const step of steps) settle(workshop, step)
  })
  const synced = new Map<PinnedDirectory, unknown>()
  eachOf(group, ({ workshop, steps }) =>
    syncOnce(
      steps.flatMap(({ step, held }) => directoriesFilled(workshop, step, held)),
      synced,
    ),
  )
  const open = group.some(({ steps }) => steps.some(({ step }) => mustBeClosed(step)))
    ? readOpenFiles()
    : null
  eachOf(group, ({ steps }) => requireUnchanged(steps, open))
  for (const one of group) if (one.fault === null) one.fault = finish(one.workshop, one.steps)
  return group.map(({ work, fault }) => ({ work, fault }))
}

/** One item alone. Throws `ItemFailed`. */
export function performItem(work: Work): void {
  for (const { fault } of performItems([work])) if (fault !== null) throw fault
}

/** One for each root. */
function openWorkshops(): { of(work: Work): Workshop } & Disposable {
  const open = new Map<string, Workshop>()
  return {
    of({ root, operationId }) {
      const workshop = open.get(root) ?? openWorkshop(root, operationId)
      open.set(root, workshop)
      return workshop
    },
    [Symbol.dispose]() {
      for (const workshop of open.values()) workshop[Symbol.dispose]()
    },
  }
}

/** Nothing is begun before the places for it are there. */
function prepare(workshop: Workshop, work: Work): Group {
  try {
    return { work, workshop, steps: stagedSteps(workshop, work.item, work.first), fault: null }
  } catch (error) {
    return { work, workshop, steps: [], fault: new ItemFailed(error, true) }
  }
}

/** Why an item was not done, and where its files lie if not where they lay. */
function failedAs(error: unknown, back: Error | null): ItemFailed {
  if (back === null) return new ItemFailed(error, true)
  return new ItemFailed(back, back instanceof AppError)
}

/** What fails is taken back by itself, and the others go on. */
function eachOf(group: readonly Group[], work: (one: Group) => void): void {
  for (const one of group) {
    if (one.fault !== null) continue
    try {
      work(one)
    } catch (error) {
      one.fault = failedAs(error, takeBackSteps(one.workshop, one.steps))
    }
  }
}

/** The last of an item whose files are all where they belong. */
export function removeEmptied(work: Work): void {
  using workshop = openWorkshop(work.root, work.operationId)
  removeDirectories(workshop, work.item.steps)
}

function removeDirectories(workshop: Workshop, steps: readonly Step[]): void {
  for (const step of steps) if (step.kind === 'remove-directory') removeDirectory(workshop, step.path)
}

/** Takes an item back that was begun. Throws `ItemFailed` where that is not possible now. */
export function takeBackItem(work: Work): void {
  using workshop = openWorkshop(work.root, work.operationId)
  const fault = takeBackSteps(workshop, stagedSteps(workshop, work.item, work.first))
  if (fault !== null) throw new ItemFailed(fault, fault instanceof AppError)
}

/**
 * Everything is where it belongs; what is left are second names, and what was to go for good. That they have gone need not
 * survive a crash of the machine: the next start would find them.
 */
function finish(workshop: Workshop, steps: readonly Staged[]): ItemFailed | null {
  try {
    for (const { staged, packed, held, step } of steps) {
      if (step.kind === 'compress' || step.kind === 'decompress') rmSync(pathOf(packed), { force: true })
      if (held) unlinkSync(pathOf(staged))
    }
    removeDirectories(
      workshop,
      steps.map(({ step }) => step),
    )
    return null
  } catch (error) {
    return new ItemFailed(error, false)
  }
}

/**
 * From the last to the first, each by itself. What could not be taken back is left where the next start finds it, and why
 * is returned; an `AppError` where all was, though not to the name that it had.
 */
function takeBackSteps(workshop: Workshop, steps: readonly Staged[]): Error | null {
  let fault: Error | null = null
  for (const staged of steps.toReversed()) {
    try {
      const beside = takeBack(workshop, staged)
      if (beside !== null) fault ??= beside
    } catch (error) {
      if (!(error instanceof Error && (error instanceof AppError || systemErrorCode(error) !== null)))
        throw error
      // A failure of the system outweighs a name that was taken: there is something left to be done.
      if (fault === null || fault instanceof AppError) fault = error
    }
  }
  return fault
}
