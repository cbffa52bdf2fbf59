import { AppError } from '#lib/errors.ts'
import { isLeftBehind } from '#lib/format/work-words.ts'
import type { Journal } from '#lib/journal/journal.ts'
import type { Identity } from '#lib/model/identity.ts'
import type { PlanRequest } from '#lib/model/recovery.ts'
import { isPast, type Retention } from '#lib/model/retention.ts'
import { sessionQuerySchema } from '#lib/model/session-query.ts'
import type { Monitor } from '#lib/monitor.ts'
import { withFreeTargets } from '#lib/recovery/free-targets.ts'
import { isTaken } from '#lib/recovery/is-taken.ts'
import { planSessionTrash } from '#lib/recovery/plan-session-trash.ts'
import { planTrash } from '#lib/recovery/plan-trash.ts'
import { planUndo } from '#lib/recovery/plan-undo.ts'
import type { PlannedItems } from '#lib/recovery/planned-items.ts'
import { readTrash, type TrashContent } from '#lib/recovery/read-trash.ts'
import { type Roots, rootOf } from '#lib/recovery/steps.ts'
import { quietFor } from './no-plan.ts'
import { planFreeSpace } from './plan-free-space.ts'
import { planHookInstall } from './plan-hook-install.ts'
import { planHookUninstall } from './plan-hook-uninstall.ts'
import { planImportedResults } from './plan-imported-results.ts'
import { planIntegrations } from './plan-integrations.ts'
import { planMissingHooks } from './plan-missing-hooks.ts'
import { planModes } from './plan-modes.ts'
import { planRepairs } from './plan-repairs.ts'
import type { ClaudePlaces } from './read-settings-file.ts'

export type PlanningOptions = Roots & {
  journal: Journal
  settleMs: number
  activeWindowMs: number
  recoverAfterMs: number
  cleanupAfterMs: number
  /** Sessions, or broken files, in one run. */
  runLimit: number
  integrator: 'own' | 'hook'
  retention: Retention
  claude: ClaudePlaces
  /** What knows what there is. */
  source: () => PlanningSource
}

export type PlanningSource = Pick<
  Monitor,
  | 'planMoves'
  | 'sessions'
  | 'repairTargets'
  | 'neverIntegrated'
  | 'integrationEvidence'
  | 'activeFiles'
  | 'pastRetention'
  | 'namedSessions'
  | 'hasSession'
  | 'session'
>

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
    const { rows, nextCursor } = await options.source().sessions(query)
    sessions.push(...rows.filter(isLeftBehind).map(({ id }) => id))
    cursor = nextCursor ?? undefined
  } while (cursor !== undefined && sessions.length < MATCHING_LIMIT)
  const { matching: _, ...rest } = request
  return { ...rest, sessions }
}

export type Asked = { by: Identity; request: PlanRequest; operationId: string; nowMs: number }

/** The items of a plan, without those whose places are taken, and what is left out of it. */
export async function planFree(options: PlanningOptions, asked: Asked): Promise<PlannedItems> {
  const planned = await planItems(options, asked)
  return NAMES_FREE_PLACES.has(asked.request.action) ? planned : withFreeTargets(options, planned)
}

/** These look for free names by themselves. */
const NAMES_FREE_PLACES: ReadonlySet<PlanRequest['action']> = new Set<PlanRequest['action']>([
  'clean_up',
  'recover',
  'undo',
  'trash_restore',
  'trash_purge',
])

async function planItems(
  options: PlanningOptions,
  { by, request, operationId, nowMs }: Asked,
): Promise<PlannedItems> {
  switch (request.action) {
    case 'clean_up':
    case 'recover': {
      const { action, sessions } = request
      const named = sessions !== null
      const quietForMs = quietFor(options, request)
      const limit = options.runLimit
      return options.source().planMoves({
        sessions,
        request: { action, user: by.name, named, quietForMs, limit, nowMs },
      })
    }
    case 'repair':
      return planRepairs(options, request, { user: by.name, operationId, nowMs })
    case 'integrate':
      return planIntegrations(options, request.sessions, operationId)
    case 'fix_hooks':
      return planMissingHooks(options, request, operationId)
    case 'fix_permissions':
      return planModes(options)
    case 'install_hooks':
      return planHookInstall(options, request, operationId)
    case 'uninstall_hooks':
      return planHookUninstall(options, request, operationId)
    case 'free_space':
      return planFreeSpace(options, operationId, nowMs)
    case 'trash_sessions':
      return planNamedTrash(options, request.sessions, operationId, nowMs)
    case 'import_results':
      return planImportedResults(options, request.sinceMs)
    case 'undo': {
      const { operation, plan } = findUndoable(options.journal, request.operation)
      const undone = planUndo({ ...options, nowMs }, operation, plan, operationId)
      return plan.ordered ? inReverse(undone) : undone
    }
    case 'trash_restore':
    case 'trash_purge':
      return planTrash(trashOf(options, request, nowMs), request, (root, path) =>
        isTaken(rootOf(options, { root }), path),
      )
  }
}

/** What others build on goes last, and not at all where one of those stays. */
function inReverse({ items, omitted }: PlannedItems): PlannedItems {
  const left = items.map(({ name }) => ({ name, reason: 'What builds on it stays, so it stays too.' }))
  return omitted.length === 0
    ? { items: items.toReversed(), omitted, ordered: true }
    : { items: [], omitted: [...omitted, ...left] }
}

async function planNamedTrash(
  { source, journal, runLimit: limit }: PlanningOptions,
  sessions: readonly string[],
  operationId: string,
  nowMs: number,
): Promise<PlannedItems> {
  const found = await source().namedSessions([...new Set(sessions)])
  const named = found.map((one) => ({ ...one, pinned: journal.pins().get(one.id) !== null }))
  return planSessionTrash(named, { operationId, limit, nowMs })
}

/** What of the trash is asked for: all, or what has been there past its retention. */
function trashOf(options: PlanningOptions, request: PlanRequest, nowMs: number): TrashContent[] {
  const trash = readTrash(options)
  if (request.action !== 'trash_purge' || request.expired !== true) return trash
  return trash.filter(({ entry }) => isPast([entry.trashedAtMs], options.retention.trash, nowMs))
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
