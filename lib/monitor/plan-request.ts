import { AppError } from '#lib/errors.ts'
import { formatDuration } from '#lib/format/duration.ts'
import type { Journal } from '#lib/journal/journal.ts'
import type { Identity } from '#lib/model/identity.ts'
import type { SessionPage } from '#lib/model/live.ts'
import type { PlanRequest } from '#lib/model/recovery.ts'
import { type SessionQuery, sessionQuerySchema } from '#lib/model/session-query.ts'
import { isTaken } from '#lib/recovery/is-taken.ts'
import type { PlannedItems } from '#lib/recovery/plan-session-move.ts'
import { planTrash } from '#lib/recovery/plan-trash.ts'
import { planUndo } from '#lib/recovery/plan-undo.ts'
import { readTrash } from '#lib/recovery/read-trash.ts'
import type { SessionMoves } from './plan-moves.ts'

export type PlanningOptions = {
  /** The results directory, resolved. */
  root: string
  journal: Journal
  settleMs: number
  activeWindowMs: number
  recoverAfterMs: number
  cleanupAfterMs: number
  /** Sessions in one run. */
  runLimit: number
  planMoves: (moves: SessionMoves) => Promise<PlannedItems>
  sessions: (query: SessionQuery) => Promise<SessionPage>
}

/** Beyond those of one run they are named as left out, and more than these nobody reads. */
const MATCHING_LIMIT = 20_000

/**
 * Whom a list names, one by one, the longest quiet first where one run cannot take them all: what is
 * confirmed is a list, not a filter.
 */
export async function nameEach(options: PlanningOptions, request: PlanRequest): Promise<PlanRequest> {
  if (!('matching' in request) || request.matching === undefined) return request
  const parsed = sessionQuerySchema.safeParse(Object.fromEntries(new URLSearchParams(request.matching)))
  if (!parsed.success) throw new AppError('request_invalid', 'That is no query of a list of sessions.')
  const oldestFirst = { sort: 'lastActivity', direction: 'asc', limit: 1000 } as const
  const sessions: string[] = []
  let cursor: string | undefined
  do {
    const query = { ...parsed.data, ...oldestFirst, state: ['stale' as const], cursor }
    const { rows, nextCursor } = await options.sessions(query)
    sessions.push(...rows.map(({ id }) => id))
    cursor = nextCursor ?? undefined
  } while (cursor !== undefined && sessions.length < MATCHING_LIMIT)
  const { matching: _, ...rest } = request
  return { ...rest, sessions }
}

/** The items of a plan, and what is left out of it. */
export async function planItems(
  options: PlanningOptions,
  by: Identity,
  request: PlanRequest,
  id: string,
  nowMs: number,
): Promise<PlannedItems> {
  switch (request.action) {
    case 'clean_up':
    case 'recover': {
      const { action, sessions } = request
      const named = sessions !== null
      const quietForMs = quietFor(options, request)
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
      return planTrash(readTrash(options.root), request, (path) => isTaken(options.root, path))
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

type MoveAsked = Extract<PlanRequest, { quietForMs: unknown }>

function quietFor({ cleanupAfterMs, recoverAfterMs }: PlanningOptions, request: MoveAsked): number {
  return request.quietForMs ?? (request.action === 'clean_up' ? cleanupAfterMs : recoverAfterMs)
}

/** `nothing_to_do` where all is well, and `all_left_out` where something is and may not be changed. */
export function noPlan(options: PlanningOptions, request: PlanRequest, { omitted }: PlannedItems): AppError {
  if (omitted.length === 0) return new AppError('nothing_to_do', whyNothing(options, request))
  const reasons = omitted.slice(0, REASONS_SHOWN).map(({ name, reason }) => ` ${name}: ${reason}`)
  const more = omitted.length - reasons.length
  const rest = more > 0 ? ` … and ${more} more.` : ''
  return new AppError('all_left_out', `Nothing of it can be done.${reasons.join('')}${rest}`)
}

const REASONS_SHOWN = 5

function whyNothing(options: PlanningOptions, request: PlanRequest): string {
  switch (request.action) {
    case 'clean_up':
    case 'recover':
      return `Nothing has been quiet for ${formatDuration(quietFor(options, request))}.`
    case 'undo':
      return 'Nothing of it is left to be taken back.'
    case 'trash_restore':
    case 'trash_purge':
      return 'The trash is empty.'
  }
}
