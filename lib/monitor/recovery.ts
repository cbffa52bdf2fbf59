import { AppError } from '#lib/errors.ts'
import { type Identity, requireOwner } from '#lib/model/identity.ts'
import type { Recovery } from '#lib/model/recovery.ts'
import { makePlan, makePlanId } from '#lib/recovery/make-plan.ts'
import { readTrash } from '#lib/recovery/read-trash.ts'
import { keepReserve, withReserve } from '#lib/recovery/reserve.ts'
import { startOperation } from '#lib/recovery/start-operation.ts'
import { hasStaging } from '#lib/recovery/workshop.ts'
import { makeOwnDirectory } from '#lib/store/own-directory.ts'
import { nameEach, noPlan, type PlanningOptions, planItems } from './plan-request.ts'

export type RecoveryOptions = PlanningOptions & {
  home: string
  /** The product's own directory in the home. */
  directory: string
  lockWaitMs: number
}

export type ResumableRecovery = Recovery & {
  /** Ends what a crash left; nothing where there is nothing, or somebody else is at it. */
  resume(by: Identity): Promise<void>
}

/** Whatever changes a home: plans, and what carries them out. */
export function createRecovery(options: RecoveryOptions): ResumableRecovery {
  const { home, root, directory, journal, settleMs, activeWindowMs, lockWaitMs } = options
  const run = { home, root, directory, settleMs, activeWindowMs, lockWaitMs }
  return {
    async plan(by, asked) {
      requireOwner(by)
      const request = await nameEach(options, asked)
      const nowMs = Date.now()
      const id = makePlanId(nowMs)
      const planned = await planItems(options, by, request, id, nowMs)
      if (planned.items.length === 0) throw noPlan(options, request, planned)
      const plan = makePlan({ id, request, planned, nowMs })
      makeOwnDirectory(directory)
      keepReserve(directory)
      withReserve(directory, () => journal.plans().add(plan))
      return plan
    },
    execute: (by, planId, typed) =>
      startOperation({ ...run, by, task: 'execute', confirmation: { planId, typed } }),
    async resume(by) {
      if (journal.operations().open().length === 0 && !hasStaging(root)) return
      for await (const event of startOperation({ ...run, by, task: 'resume' }))
        if (event.kind === 'refused' && event.code !== 'locked') throw new AppError(event.code, event.message)
    },
    operations: (limit) => journal.operations().latest(limit),
    operation: (id) => journal.operations().get(id),
    trash: () => readTrash(root).map(({ entry }) => entry),
    audit: (query) => journal.audit().page(query),
    verifyAudit: () => journal.audit().verify(),
    snooze: (by, type, untilMs) => journal.snoozes().set(by, type, untilMs),
    withSnoozes: (issues) => journal.snoozes().mark(issues),
  }
}
