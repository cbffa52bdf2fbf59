import { hash } from 'node:crypto'
import { basename } from 'node:path'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import type { Journal } from '#lib/journal/journal.ts'
import type { ItemOutcome, Operation, OperationStatus } from '#lib/model/operation.ts'
import type { Plan, PlanItem } from '#lib/model/plan.ts'
import type { ItemFailed } from './perform-item.ts'
import { logOperation, logUnrecorded } from './recovery-log.ts'
import { withReserve } from './reserve.ts'
import type { Roots } from './steps.ts'
import { tidyUp } from './tidy-up.ts'

export type RecoveryContext = Roots & {
  /** The product's own directory in the home. */
  directory: string
  journal: Journal
  now: () => number
  settleMs: number
  activeWindowMs: number
  /** How long one waits for another that is changing the same home. */
  lockWaitMs: number
}

/** How it went with one item. What is none of the faults that are known by name is a defect, and is thrown. */
export function toOutcome(item: PlanItem, fault: ItemFailed | null): ItemOutcome {
  if (fault === null) return { ...about(item), outcome: 'done', reason: null }
  const { cause, takenBack } = fault
  if (!(cause instanceof Error) || !(cause instanceof AppError || systemErrorCode(cause) !== null))
    throw fault
  const message = describe(cause)
  if (takenBack)
    return { ...about(item), outcome: cause instanceof AppError ? 'skipped' : 'failed', reason: message }
  const reason = `${message} It is begun, and the next start ends it.`
  return { ...about(item), outcome: 'waiting', reason }
}

/** Without the path by which a directory is held open, which says nothing to anybody. */
function describe(cause: Error): string {
  const code = systemErrorCode(cause)
  if (code === null) return cause.message
  const { path } = cause as NodeJS.ErrnoException
  const where = path === undefined ? '' : ` at ${basename(path)}`
  return `The system refused it with ${code}${where}.${ADVICE[code] ?? ''}`
}

const ADVICE: Readonly<Record<string, string>> = {
  EACCES: ' Look who may write to its directory.',
  EPERM: ' Look who may write to its directory.',
  EROFS: ' Its file system is read-only.',
  ENOSPC: ' The disk is full: make room and try again.',
  EDQUOT: ' The quota is used up: make room and try again.',
  EMFILE: ' Too many files are open: take fewer at a time.',
}

export function skipped(item: PlanItem, reason: string): ItemOutcome {
  return { ...about(item), outcome: 'skipped', reason }
}

/** Of a plan whose items build on each other, none is begun behind one that was not done. */
export const mayGoOn = ({ ordered }: Plan, before: readonly ItemOutcome[]): boolean =>
  ordered !== true || before.every(({ outcome }) => outcome === 'done')

export const BUILDS_ON_IT = 'What it builds on was not done, so it was left alone.'

const about = ({ name, sessionId, files, sizeBytes }: PlanItem) => ({ name, sessionId, files, sizeBytes })

/**
 * The operation as it ended. Where an item waits, or that it ended cannot be recorded now, it goes on being open, and the
 * next start ends it.
 */
export function recordOutcome(
  context: RecoveryContext,
  plan: Plan,
  user: string,
  items: ItemOutcome[],
  resumed: boolean,
): Operation {
  const status = statusOf(items)
  const report: Report = { plan, user, items, status, resumed }
  try {
    if (status === 'running') return { ...found(context.journal, plan.id), items }
    tidyUp(context, plan)
    withReserve(context.directory, () => write(context.journal, report))
    const operation = found(context.journal, plan.id)
    logOperation(context.home, operation)
    return operation
  } catch (error) {
    if (!(error instanceof AppError) && systemErrorCode(error) === null) throw error
    const operation = unrecorded(context, report)
    logUnrecorded(context.home, operation, context.now())
    return operation
  }
}

type Report = { plan: Plan; user: string; items: ItemOutcome[]; status: OperationStatus; resumed: boolean }

function write(journal: Journal, { plan, user, items, status, resumed }: Report): void {
  const count = (outcome: ItemOutcome['outcome']): number =>
    items.filter((item) => item.outcome === outcome).length
  journal.within(() => {
    journal.operations().end(plan.id, { status, items, resumed })
    // Of one that was taken back in part, the rest still can be.
    if (plan.undoes !== null && status === 'done' && plan.omitted.length === 0)
      journal.operations().setUndoneBy(plan.undoes, plan.id)
    journal.audit().append({
      user,
      action: plan.action,
      outcome: status === 'failed' ? 'failed' : 'done',
      detail: {
        operation: plan.id,
        done: count('done'),
        skipped: count('skipped'),
        failed: count('failed'),
        resumed,
        report: hash('sha256', JSON.stringify(items)),
      },
    })
  })
}

/** What was done, though the journal does not know yet. */
function unrecorded({ now }: RecoveryContext, { plan, user, items, resumed }: Report): Operation {
  const { id, action, omitted, undoes } = plan
  const done = items.filter(({ outcome }) => outcome === 'done')
  return {
    id,
    action,
    user,
    startedAtMs: now(),
    endedAtMs: null,
    status: 'running',
    resumed,
    items,
    omitted,
    files: done.reduce((sum, { files }) => sum + files, 0),
    sizeBytes: done.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    undoes,
    undoneBy: null,
    undoable: false,
  }
}

function found(journal: Journal, id: string): Operation {
  const operation = journal.operations().get(id)
  if (operation === null) throw new Error(`The operation ${id} is not in the journal.`)
  return operation
}

function statusOf(items: readonly ItemOutcome[]): OperationStatus {
  if (items.some(({ outcome }) => outcome === 'waiting')) return 'running'
  const done = items.filter(({ outcome }) => outcome === 'done').length
  if (done === items.length) return 'done'
  return done === 0 ? 'failed' : 'partial'
}
