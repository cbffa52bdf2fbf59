import { formatQuantity } from '#lib/format/number.ts'
import type { PlanItem, PlanOmission } from '#lib/model/plan.ts'

/** What a plan does, and what was asked for and is left out of it. */
export type PlannedItems = {
  items: PlanItem[]
  omitted: PlanOmission[]
  /** Its items build on each other, in their order. */
  ordered?: boolean
}

/** What one run does not take and the next one does. `noun`: what a run is counted by. */
export const beyondLimit = (name: string, limit: number, noun: string): PlanOmission => ({
  name,
  reason: `Beyond the ${formatQuantity(limit, noun)} of one run.`,
  later: true,
})
