import { AppError } from '#lib/errors.ts'
import type { Journal } from '#lib/journal/journal.ts'
import { type Identity, requireOwner } from '#lib/model/identity.ts'
import type { SessionPage } from '#lib/model/live.ts'
import type { Plan, PlanAction } from '#lib/model/plan.ts'
import type { PlanRequest, Recovery } from '#lib/model/recovery.ts'
import { type SessionQuery, sessionQuerySchema } from '#lib/model/session-query.ts'
import { isThere } from '#lib/recovery/is-there.ts'
import { makePlan, makePlanId } from '#lib/recovery/make-plan.ts'
import type { PlannedItems } from '#lib/recovery/plan-session-move.ts'
import { planTrash } from '#lib/recovery/plan-trash.ts'
import { planUndo } from '#lib/recovery/plan-undo.ts'
import { readTrash } from '#lib/recovery/read-trash.ts'
import { keepReserve, withReserve } from '#lib/recovery/reserve.ts'
import { startOperation } from '#lib/recovery/start-operation.ts'
import { hasStaging } from '#lib/recovery/workshop.ts'
import { makeOwnDirectory } from '#lib/store/own-directory.ts'
import type { SessionMoves } from './plan-moves.ts'

export type RecoveryOptions = {
  home: string
  /** The results directory, resolved. */
  root: string
  /** The product's own directory in the home. */
  directory: string
  journal: Journal
  settleMs: number
  activeWindowMs: number
  lockWaitMs: number
  recoverAfterMs: number
  cleanupAfterMs: number
  /** Sessions in one run. */
  runLimit: number
  planMoves: (moves: SessionMoves) => Promise<PlannedItems>
  sessions: (query: SessionQuery) => Promise<SessionPage>
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
      const request = await namedIn(options, asked)
      const nowMs = Date.now()
      const id = makePlanId(nowMs)
      const planned = await planItems(options, by, request, id, nowMs)
      if (planned.items.length === 0) throw nothingToDo(request.action, planned)
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
        if (event.kind === 'refused' && event.code !== 'locked') throw new AppError('refused', event.message)
    },
    operations: (limit) => journal.operations().latest(limit),
    operation: (id) => journal.operations().get(id),
    trash: () => readTrash(root).map(({ content: _, directories: __, strange: ___, ...entry }) => entry),
    audit: (query) => journal.audit().page(query),
    verifyAudit: () => journal.audit().verify(),
    snooze: (by, type, untilMs) => journal.snoozes().set(by, type, untilMs),
    withSnoozes(issues) {
      const snoozes = journal.snoozes().all()
      return issues.map((issue) => ({ ...issue, snoozedUntilMs: snoozes.get(issue.type) ?? null }))
    },
  }
}

/** Beyond those of one run they are named as left out, and more than these nobody reads. */
const MATCHING_LIMIT = 20_000

/** Whom a list names, one by one, as far as a run may go: what is confirmed is a list, not a filter. */
async function namedIn(options: RecoveryOptions, request: PlanRequest): Promise<PlanRequest> {
  if (!('matching' in request) || request.matching === undefined) return request
  const parsed = sessionQuerySchema.safeParse(Object.fromEntries(new URLSearchParams(request.matching)))
  if (!parsed.success) throw new AppError('request_invalid', 'That is no query of a list of sessions.')
  const limit = 1000
  const sessions: string[] = []
  let cursor: string | undefined
  do {
    const query = { ...parsed.data, state: ['stale' as const], limit, cursor }
    const { rows, nextCursor } = await options.sessions(query)
    sessions.push(...rows.map(({ id }) => id))
    cursor = nextCursor ?? undefined
  } while (cursor !== undefined && sessions.length < MATCHING_LIMIT)
  const { matching: _, ...rest } = request
  return { ...rest, sessions }
}

async function planItems(
  options: RecoveryOptions,
  by: Identity,
  request: PlanRequest,
  id: string,
  nowMs: number,
): Promise<PlannedItems> {
  switch (request.action) {
    case 'clean_up':
    case 'recover': {
      const { action, sessions } = request
      const usualMs = action === 'clean_up' ? options.cleanupAfterMs : options.recoverAfterMs
      const quietForMs = request.quietForMs ?? usualMs
      const named = sessions !== null
      const limit = options.runLimit
      return options.planMoves({
        sessions,
        request: { action, user: by.name, named, quietForMs, limit, nowMs },
      })
    }
    case 'undo': {
      const { operation, plan } = findUndoable(options.journal, request.operation)
      return planUndo({ ...options, nowMs }, operation, plan, id)
    }
    case 'trash_restore':
    case 'trash_purge':
      return planTrash(readTrash(options.root), request, (path) => isThere(options.root, path))
  }
}

function findUndoable(journal: Journal, id: string) {
  const operation = journal.operations().get(id)
  const plan = journal.plans().ofOperation(id)
  if (operation === null || plan === null)
    throw new AppError('operation_not_found', `There is no operation ${JSON.stringify(id)}.`)
  if (operation.undoneBy !== null)
    throw new AppError('not_undoable', `${id} was taken back already, by ${operation.undoneBy}.`)
  if (!operation.undoable)
    throw new AppError(
      'not_undoable',
      plan.reversible ? `${id} has done nothing that could be taken back.` : `${id} removed files for good.`,
    )
  return { operation, plan }
}

const NOTHING: Record<PlanAction, string> = {
  clean_up: 'No session is to be cleaned up.',
  recover: 'No session is to be recovered.',
  undo: 'Nothing of it can be taken back.',
  trash_restore: 'Nothing in the trash is to be restored.',
  trash_purge: 'Nothing in the trash is to be removed.',
}

function nothingToDo(action: Plan['action'], { omitted }: PlannedItems): AppError {
  const reasons = omitted.slice(0, 5).map(({ name, reason }) => ` ${name}: ${reason}`)
  const more = omitted.length > 5 ? ` … and ${omitted.length - 5} more.` : ''
  return new AppError('nothing_to_do', NOTHING[action] + reasons.join('') + more)
}
