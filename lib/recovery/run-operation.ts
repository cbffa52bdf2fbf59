import { AppError } from '#lib/errors.ts'
import { createJournal, type Journal } from '#lib/journal/journal.ts'
import type { Identity } from '#lib/model/identity.ts'
import type { OperationEvent } from '#lib/model/operation.ts'
import { named } from '#lib/store/named.ts'
import { type Confirmation, DriftError, executePlan } from './execute-plan.ts'
import { lockHome } from './lock-home.ts'
import type { RecoveryContext } from './record-outcome.ts'
import { resumeOpen } from './resume-open.ts'
import { sweepStaging } from './workshop.ts'

/** Plain values, so that a thread can be started with them. */
export type OperationRun = Pick<
  RecoveryContext,
  'home' | 'root' | 'directory' | 'settleMs' | 'activeWindowMs' | 'lockWaitMs'
> & { by: Identity } & OperationTask

export type OperationTask = { task: 'execute'; confirmation: Confirmation } | { task: 'resume' }

/** Carries a plan out, or ends what a crash left, and tells what happens. A refusal is an event, a defect is thrown. */
export function runOperation(run: OperationRun, tell: (event: OperationEvent) => void): void {
  const journal = createJournal(run.directory)
  const context: RecoveryContext = { ...run, journal, now: Date.now }
  try {
    if (run.task === 'resume') resumeAlone(context, run.by, tell)
    else {
      const operation = executePlan(context, run.by, run.confirmation, (done, of, item) =>
        tell({ kind: 'progress', done, of, item }),
      )
      tell({ kind: 'report', operation })
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    recordRefusal(journal, run, error)
    const drift = error instanceof DriftError ? error.drift : []
    tell({ kind: 'refused', code: error.code, message: error.message, drift })
  } finally {
    journal.close()
  }
}

/** Somebody who holds the lock ends what is open by himself. */
function resumeAlone(context: RecoveryContext, by: Identity, tell: (event: OperationEvent) => void): void {
  using _lock = lockHome(context, { user: by.name, what: 'ending what was interrupted' }, 0)
  for (const operation of named(() => resumeOpen(context))) tell({ kind: 'report', operation })
  sweepStaging(context, context.journal.plans().settingsDirectories())
}

function recordRefusal(journal: Journal, run: OperationRun, { code }: AppError): void {
  if (run.task === 'resume') return
  try {
    const detail = { operation: run.confirmation.planId, code }
    journal.audit().append({ user: run.by.name, action: 'execute', outcome: 'refused', detail })
  } catch (error) {
    // Where nothing can be recorded, that is what the refusal says already.
    if (!(error instanceof AppError)) throw error
  }
}
