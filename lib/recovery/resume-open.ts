import type { ItemOutcome, Operation } from '#lib/model/operation.ts'
import type { Plan } from '#lib/model/plan.ts'
import { liveFiles, newcomers } from './find-drift.ts'
import { ItemFailed, performItem, progressOf, takeBackItem, type Work } from './perform-item.ts'
import { type RecoveryContext, recordOutcome, skipped, toOutcome } from './record-outcome.ts'

/**
 * Ends what a crash left: an item that was begun is finished, or taken back where its session has gone on meanwhile; one
 * that was not is left alone. Under the lock. Returns the operations that it ended.
 */
export function resumeOpen(context: RecoveryContext): Operation[] {
  return context.journal
    .operations()
    .open()
    .flatMap((operation) => {
      const plan = context.journal.plans().ofOperation(operation.id)
      return plan === null ? [] : [resume(context, operation, plan)]
    })
}

function resume(context: RecoveryContext, operation: Operation, plan: Plan): Operation {
  const { root, now } = context
  const live = liveFiles({ ...context, nowMs: now() })
  let first = 0
  const items = plan.items.map((item): ItemOutcome => {
    const work: Work = { root, operationId: plan.id, item, first }
    first += item.steps.length
    const progress = progressOf(work)
    if (progress === 'untouched')
      return skipped(item, 'An interruption came before it, and nothing of it was changed.')
    if (progress === 'complete' || newcomers(item, live, plan.createdAtMs).length === 0)
      return toOutcome(
        item,
        faultOf(() => performItem(work)),
      )
    return takeBack(work)
  })
  return recordOutcome(context, plan, operation.user, items, true)
}

function takeBack(work: Work): ItemOutcome {
  const fault = faultOf(() => takeBackItem(work))
  return fault === null
    ? skipped(work.item, 'An interruption came, and then the session went on: it was taken back.')
    : toOutcome(work.item, fault)
}

function faultOf(work: () => void): ItemFailed | null {
  try {
    work()
    return null
  } catch (error) {
    if (error instanceof ItemFailed) return error
    throw error
  }
}
