import { systemErrorCode } from '#lib/errors.ts'
import type { ItemOutcome, Operation } from '#lib/model/operation.ts'
import type { Plan, PlanItem } from '#lib/model/plan.ts'
import { progressOf } from './item-progress.ts'
import { ItemFailed, performItem, removeEmptied, takeBackItem, type Work, worksOf } from './perform-item.ts'
import {
  BUILDS_ON_IT,
  mayGoOn,
  type RecoveryContext,
  recordOutcome,
  skipped,
  toOutcome,
} from './record-outcome.ts'
import { activity, filesOfSessions, newcomers } from './session-drift.ts'

/**
 * Ends what a crash left: an item that was begun is finished, or taken back where its session has gone on meanwhile; one
 * that was not is left alone. Under the lock. Returns how the operations ended; where the system keeps one from being
 * ended now, it goes on being open, and the others do not wait for it.
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
  const options = { ...context, nowMs: context.now() }
  const there = filesOfSessions(plan.items, options)
  const items: ItemOutcome[] = []
  for (const work of worksOf(context, plan)) {
    const { item } = work
    if (!mayGoOn(plan, items)) {
      items.push(skipped(item, BUILDS_ON_IT))
      continue
    }
    const goesOn = [...newcomers(item, there, plan.createdAtMs), ...activity(item, there, options)].length > 0
    items.push(outcomeOf(item, () => endItem(work, goesOn)))
  }
  return recordOutcome(context, plan, operation.user, items, true)
}

/** Why it was left alone or taken back, as a sentence; `null` where it is done. Throws `ItemFailed`. */
function endItem(work: Work, goesOn: boolean): string | null {
  switch (progressOf(work)) {
    case 'untouched':
      return 'An interruption came before it, and nothing of it was changed.'
    case 'complete':
      removeEmptied(work)
      return null
    case 'begun':
      if (!goesOn) {
        performItem(work)
        return null
      }
      takeBackItem(work)
      return 'An interruption came, and then the session went on: it was taken back.'
  }
}

function outcomeOf(item: PlanItem, work: () => string | null): ItemOutcome {
  try {
    const reason = work()
    return reason === null ? toOutcome(item, null) : skipped(item, reason)
  } catch (error) {
    if (error instanceof ItemFailed) return toOutcome(item, error)
    if (systemErrorCode(error) === null) throw error
    return toOutcome(item, new ItemFailed(error, false))
  }
}
