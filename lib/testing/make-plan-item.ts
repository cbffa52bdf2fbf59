import type { PlanItem } from '#lib/model/plan.ts'

/** An item of the results directory that belongs to no session, except where `fields` say otherwise. */
export function makePlanItem(fields: Partial<PlanItem> & Pick<PlanItem, 'steps'>): PlanItem {
  return {
    name: 'x',
    sessionId: null,
    scope: 'session',
    root: 'results',
    reason: '',
    inputs: [],
    files: 0,
    sizeBytes: 0,
    freesBytes: null,
    ...fields,
  }
}
