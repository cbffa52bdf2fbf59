import { hash } from 'node:crypto'
import { AppError } from '#lib/errors.ts'
import type { Journal } from '#lib/journal/journal.ts'
import { type Identity, requireOwner } from '#lib/model/identity.ts'
import type { ItemOutcome, Operation } from '#lib/model/operation.ts'
import type { Drift, Plan } from '#lib/model/plan.ts'
import { named } from '#lib/store/named.ts'
import { findDrift } from './find-drift.ts'
import { lockHome } from './lock-home.ts'
import { performItems, type Work, worksOf } from './perform-item.ts'
import {
  BUILDS_ON_IT,
  mayGoOn,
  type RecoveryContext,
  recordOutcome,
  skipped,
  toOutcome,
} from './record-outcome.ts'
import { keepReserve, makeRoom, withReserve } from './reserve.ts'
import { resumeOpen } from './resume-open.ts'

export type Confirmation = { planId: string; typed: string | null }

export type Progress = (done: number, of: number, item: ItemOutcome) => void

/** A plan does not fit what is on disk any more. */
export class DriftError extends AppError {
  readonly drift: Drift[]

  constructor(drift: Drift[]) {
    const [first] = drift
    const example = first ? ` ${first.name}: ${first.changes[0] ?? ''}` : ''
    super(
      'drift',
      `Something changed since the plan was made, so nothing was done.${example} Look at it again.`,
    )
    this.drift = drift
  }
}

/**
 * Does what a plan says, or nothing. Under the one lock; after whatever a crash left has been ended; only while
 * everything is as the plan says. Intent is one durable commit before the first step, outcome one after the last.
 * Throws `DriftError`, and `AppError` where the plan may not be used or nothing can be recorded.
 */
export function executePlan(
  context: RecoveryContext,
  by: Identity,
  { planId, typed }: Confirmation,
  onProgress: Progress,
): Operation {
  requireOwner(by)
  const { journal, directory, lockWaitMs } = context
  using _lock = lockHome(context, { user: by.name, what: 'recovery' }, lockWaitMs)
  const plan = named(() => {
    keepReserve(directory)
    resumeOpen(context)
    return confirmed(context, { planId, typed })
  })
  withReserve(directory, () => recordIntent(journal, plan, by))
  // What makes room needs some to begin with; the next change lays the reserve in again.
  if (plan.action === 'free_space') makeRoom(directory)
  const items = performAll(context, plan, onProgress)
  return recordOutcome(context, plan, by.name, items, false)
}

/** The plan, where it may be carried out now. */
function confirmed(context: RecoveryContext, { planId, typed }: Confirmation): Plan {
  const plan = context.journal.plans().find(planId)
  if (plan.typed !== null && typed !== plan.typed)
    throw new AppError('not_confirmed', `Type "${plan.typed}" to confirm: this cannot be taken back.`)
  if (!plan.reversible && plan.typed === null && context.journal.consents().get() === null)
    throw new AppError('not_confirmed', 'The consent that this relied on was withdrawn. Nothing was changed.')
  const drift = [
    ...findDrift(plan, { ...context, nowMs: context.now() }),
    ...pinnedSince(plan, context.journal),
  ]
  if (drift.length > 0) throw new DriftError(drift)
  return plan
}

/** Sessions that somebody wants kept by now. */
function pinnedSince({ action, items }: Plan, journal: Journal): Drift[] {
  if (action !== 'free_space' && action !== 'trash_sessions') return []
  const pinned = new Set(
    journal
      .pins()
      .list()
      .map(({ sessionId }) => sessionId),
  )
  return items
    .filter(({ sessionId }) => sessionId !== null && pinned.has(sessionId))
    .map(({ name }) => ({ name, changes: ['Somebody keeps it: it was pinned meanwhile.'] }))
}

function recordIntent(journal: Journal, plan: Plan, by: Identity): void {
  journal.within(() => {
    journal.plans().use(plan.id)
    journal.operations().begin(plan, by.name)
    const { id, action, items, files, sizeBytes } = plan
    const detail = {
      operation: id,
      items: items.length,
      files,
      bytes: sizeBytes,
      plan: hash('sha256', JSON.stringify(plan)),
    }
    journal.audit().append({ user: by.name, action, outcome: 'begun', detail })
  })
}

/** Items that are made durable together. A crash leaves as many begun, and each is ended by itself. */
const GROUP_SIZE = 32

function performAll(context: RecoveryContext, plan: Plan, onProgress: Progress): ItemOutcome[] {
  const outcomes: ItemOutcome[] = []
  const works = worksOf(context, plan)
  // What frees space makes room for what follows, so each is done before the next is begun.
  const size = plan.action === 'free_space' || plan.ordered ? 1 : GROUP_SIZE
  for (let at = 0; at < works.length; at += size)
    for (const outcome of performGroup(works.slice(at, at + size), mayGoOn(plan, outcomes)))
      onProgress(outcomes.push(outcome), works.length, outcome)
  return outcomes
}

const performGroup = (works: readonly Work[], goesOn: boolean): ItemOutcome[] =>
  goesOn
    ? performItems(works).map(({ work, fault }) => toOutcome(work.item, fault))
    : works.map(({ item }) => skipped(item, BUILDS_ON_IT))
