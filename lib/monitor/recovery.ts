import { AppError } from '#lib/errors.ts'
import { printable } from '#lib/format/printable.ts'
import type { Journal } from '#lib/journal/journal.ts'
import { type Identity, requireOwner } from '#lib/model/identity.ts'
import { CONSENT_WORDS, type PlanRequest, type Recovery } from '#lib/model/recovery.ts'
import { isPast } from '#lib/model/retention.ts'
import { makePlan, makePlanId } from '#lib/recovery/make-plan.ts'
import { readTrash } from '#lib/recovery/read-trash.ts'
import { keepReserve, withReserve } from '#lib/recovery/reserve.ts'
import { startOperation } from '#lib/recovery/start-operation.ts'
import { hasStaging } from '#lib/recovery/workshop.ts'
import { named } from '#lib/store/named.ts'
import { makeOwnDirectory } from '#lib/store/own-directory.ts'
import { noPlan } from './no-plan.ts'
import { previewRepair } from './plan-repairs.ts'
import { nameEach, type PlanningOptions, planFree } from './plan-request.ts'
import { previewRetention } from './preview-retention.ts'

export type RecoveryOptions = PlanningOptions & {
  /** The product's own directory in the home. */
  directory: string
  lockWaitMs: number
}

/** What of it settings decide. */
export type RecoveryTerms = Omit<
  RecoveryOptions,
  'home' | 'root' | 'directory' | 'journal' | 'claude' | 'source'
>

export type ResumableRecovery = Recovery & {
  /** Ends what a crash left; nothing where there is nothing, or somebody else is at it. */
  resume(by: Identity): Promise<void>
  /** Plans and acts by these settings from now on. */
  reconfigure(terms: RecoveryTerms): void
}

/** Only what is past its retention may go without being typed each time. */
const isConsented = (journal: Journal, request: PlanRequest): boolean =>
  request.action === 'trash_purge' && request.expired === true && journal.consents().get() !== null

/** Whatever changes a home: plans, and what carries them out. */
export function createRecovery(given: RecoveryOptions): ResumableRecovery {
  const { home, root, directory, journal } = given
  let options = given
  const roots = { home, root }
  let previewing: Promise<unknown> = Promise.resolve()
  const run = () => {
    const { settleMs, activeWindowMs, lockWaitMs } = options
    return { home, root, directory, settleMs, activeWindowMs, lockWaitMs }
  }
  return {
    async plan(by, asked) {
      requireOwner(by)
      const request = await nameEach(options, asked)
      const nowMs = Date.now()
      const id = makePlanId(nowMs)
      const planned = await planFree(options, { by, request, operationId: id, nowMs })
      if (planned.items.length === 0) throw noPlan(options, request, planned)
      const consented = isConsented(journal, request)
      const plan = makePlan({ id, request, planned, consented, nowMs })
      named(() => makeOwnDirectory(directory))
      keepReserve(directory)
      withReserve(directory, () => journal.plans().add(plan))
      return plan
    },
    execute: (by, planId, typed) =>
      startOperation({ ...run(), by, task: 'execute', confirmation: { planId, typed } }),
    async resume(by) {
      const isOpen = journal.operations().open().length > 0
      if (!isOpen && !hasStaging(roots, journal.plans().settingsDirectories())) return
      for await (const event of startOperation({ ...run(), by, task: 'resume' }))
        if (event.kind === 'refused' && event.code !== 'locked') throw new AppError(event.code, event.message)
    },
    operations: (limit) => journal.operations().latest(limit),
    operation: (id) => journal.operations().get(id),
    get retention() {
      return options.retention
    },
    previewRetention: () => previewRetention(options, Date.now()),
    trash: () =>
      readTrash(roots).map(({ entry }) => ({
        ...entry,
        expired: isPast([entry.trashedAtMs], options.retention.trash, Date.now()),
      })),
    consent: () => journal.consents().get(),
    setConsent(by, typed) {
      if (typed === null) return journal.consents().withdraw(by)
      if (typed !== CONSENT_WORDS)
        throw new AppError('not_confirmed', `Type "${CONSENT_WORDS}" to give this consent.`)
      journal.consents().give(by)
    },
    async setPin(by, id, pinned) {
      requireOwner(by)
      if (!pinned) return void journal.pins().remove(by, id)
      if (!(await options.source().hasSession(id)))
        throw new AppError(
          'session_not_found',
          `There is no session "${printable(id)}": only one that is there can be kept.`,
        )
      journal.pins().add(by, id)
    },
    pin: (id) => journal.pins().get(id),
    pins: () => journal.pins().list(),
    // One after the other, whoever asks: each may take seconds and a great deal of memory.
    previewRepair(path, { whole }) {
      const asked = previewing.then(() => previewRepair(options, path, whole))
      previewing = asked.catch(() => undefined)
      return asked
    },
    reconfigure(terms) {
      options = { ...options, ...terms }
    },
    audit: (query) => journal.audit().page(query),
    verifyAudit: () => journal.audit().verify(),
    snooze: (by, type, untilMs) => journal.snoozes().set(by, type, untilMs),
    withSnoozes: (issues) => journal.snoozes().mark(issues),
  }
}
