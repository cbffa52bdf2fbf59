import { join } from 'node:path'
import type { PlanItem } from '#lib/model/plan.ts'
import { listNames, statEntry } from '#lib/store/list-directory.ts'
import type { Work } from './perform-item.ts'
import { type TakingStep, takes, targetOf, workplaceOf } from './steps.ts'
import { stagingOf } from './workshop.ts'

/**
 * How far an item is, by what lies where: while it is begun, something of it lies in staging, since everything is taken
 * before anything is released. Only looks.
 */
export function progressOf({ root, operationId, item, first }: Work): 'untouched' | 'begun' | 'complete' {
  const names = new Set(stagedNames(root, operationId, item))
  const isStaged = item.steps.some((_, at) => names.has(`${first + at}`) || names.has(`${first + at}.packed`))
  const taking = item.steps.filter(takes)
  if (isStaged || taking.length === 0) return 'begun'
  // Where nothing is at its place, somebody else took what it was to take.
  const isDone = taking.some((step) => isAtTarget(root, step))
  return taking.some((step) => isMeantAt(root, step)) || !isDone ? 'untouched' : 'complete'
}

function stagedNames(root: string, operationId: string, { steps }: PlanItem): string[] {
  return stagingOf(operationId, steps.map(workplaceOf)).flatMap(
    (directory) => listNames(join(root, directory)) ?? [],
  )
}

function isAtTarget(root: string, step: TakingStep): boolean {
  const target = targetOf(step)
  return target === null
    ? statEntry(join(root, step.from)).kind === 'gone'
    : statEntry(join(root, target)).kind === 'file'
}

function isMeantAt(root: string, step: TakingStep): boolean {
  const stat = statEntry(join(root, step.from))
  if (step.kind === 'rotate') return stat.kind === 'file' && stat.inode === step.inode
  const { stamp } = step
  return (
    stat.kind === 'file' &&
    stat.inode === stamp.inode &&
    stat.sizeBytes === stamp.sizeBytes &&
    stat.modifiedAtMs === stamp.modifiedAtMs
  )
}
