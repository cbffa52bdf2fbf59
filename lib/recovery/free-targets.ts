import { AppError } from '#lib/errors.ts'
import type { PlanItem } from '#lib/model/plan.ts'
import { isTaken } from './is-taken.ts'
import type { PlannedItems } from './planned-items.ts'
import { type Roots, rootOf, takenBy, targetOf } from './steps.ts'

/** Items whose places are taken by something else are left out, and keep no other from being done. */
export function withFreeTargets(roots: Roots, { items, omitted, ...rest }: PlannedItems): PlannedItems {
  const free: PlannedItems = { ...rest, items: [], omitted: [...omitted] }
  for (const item of items) {
    const reason = whyTaken(rootOf(roots, item), item)
    if (reason === null) free.items.push(item)
    else free.omitted.push({ name: item.name, reason })
  }
  return free
}

function whyTaken(root: string, item: PlanItem): string | null {
  const taken = takenBy(item)
  const targets = item.steps.map(targetOf).filter((path) => path !== null)
  try {
    const inTheWay = targets.find((path) => !taken.has(path) && isTaken(root, path))
    return inTheWay === undefined ? null : `${inTheWay} is there already, and nothing is ever overwritten.`
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return error.message
  }
}
