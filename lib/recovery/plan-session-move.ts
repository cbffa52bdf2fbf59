import { formatDuration } from '#lib/format/duration.ts'
import { formatQuantity } from '#lib/format/number.ts'
import { isLeftBehind } from '#lib/format/work-words.ts'
import type { FileStamp } from '#lib/model/file-record.ts'
import { freeName } from '#lib/model/free-name.ts'
import type { PlanItem, PlanOmission, Step } from '#lib/model/plan.ts'
import { splitPath } from '#lib/model/relative-path.ts'
import type { Session } from '#lib/model/session.ts'
import { beyondLimit, type PlannedItems } from './planned-items.ts'

/** A session with what lies on disk of it, and of the place where it would go. */
export type MoveEvidence = {
  session: Session
  files: MoveFile[]
  /** Below failed/: the session's own directory. */
  directory: string
  /** Names that are there already. */
  taken: ReadonlySet<string>
  /** Directories that are not there yet, the outermost first. */
  missing: string[]
  /** Directories that hold nothing else, and their modes: they go with the session. */
  emptied: { path: string; mode: number }[]
  /** Why it cannot be moved, as a sentence; `null` where it can. */
  obstacle: string | null
}
export type MoveFile = { path: string; stamp: FileStamp }

export type MoveRequest = {
  action: 'clean_up' | 'recover'
  /** Who asks: it stands in the report. */
  user: string
  /** Named one by one, whatever time they have been quiet; else those that were for long enough. */
  named: boolean
  quietForMs: number
  /** Sessions in one run. */
  limit: number
  nowMs: number
}

/**
 * Whole sessions to `failed/<session>/`, each with a report. Only stale ones: one that is active is never touched, one
 * that has ended is not in the way, and one whose process is alive goes only by name. `look` says what there is of one, `null` where there is no such session; beyond
 * the limit of a run it is not asked. Pure but for that.
 */
export function planSessionMove(
  ids: Iterable<string>,
  look: (id: string) => MoveEvidence | null,
  request: MoveRequest,
): PlannedItems {
  const items: PlanItem[] = []
  const omitted: PlanOmission[] = []
  for (const name of ids) {
    if (items.length >= request.limit) {
      omitted.push(beyondLimit(name, request.limit, 'session'))
      continue
    }
    const one = look(name)
    const reason = one === null ? 'There is no such session.' : whyNot(one, request)
    if (one !== null && reason === null) items.push(planItem(one, request))
    else if (reason !== null && (request.named || one?.obstacle || reason === ALIVE))
      omitted.push({ name, reason })
  }
  return { items, omitted }
}

export const ALIVE = 'An agent of it is silent, but its process is alive: it is moved only by name.'

function whyNot({ session, files, obstacle }: MoveEvidence, request: MoveRequest): string | null {
  if (session.state === 'active') return 'It is active, and is not touched.'
  if (session.state !== 'stale') return `It is ${session.state}, and no file of it is in temp or running.`
  const quietMs = request.nowMs - session.lastActivityAtMs
  if (!request.named && quietMs < request.quietForMs)
    return `It has been quiet for ${formatDuration(quietMs)}.`
  if (!request.named && !isLeftBehind(session)) return ALIVE
  return obstacle ?? (files.length === 0 ? 'No file of it is there any more.' : null)
}

function planItem(evidence: MoveEvidence, request: MoveRequest): PlanItem {
  const { session, files, directory, taken, missing, emptied } = evidence
  const names = new Set(taken)
  const claim = (name: string): string => {
    const free = freeName(name, (candidate) => names.has(candidate))
    names.add(free)
    return `${directory}/${free}`
  }
  const moves = files
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ path, stamp }): Extract<Step, { kind: 'move' }> => {
      return { kind: 'move', from: path, to: claim(splitPath(path).name), stamp }
    })
  const reason = reasonOf(evidence, request)
  const steps: Step[] = [
    ...missing.map((path) => ({ kind: 'make-directory', path, mode: 0o700 }) as const),
    ...moves,
    {
      kind: 'write',
      to: claim('recovery_report.json'),
      text: reportOf(evidence, request, reason, moves),
    },
    ...emptied.map(({ path, mode }) => ({ kind: 'remove-directory', path, mode }) as const),
  ]
  return {
    name: session.id,
    sessionId: session.id,
    scope: 'session',
    root: 'results',
    reason,
    steps,
    inputs: [],
    files: moves.length,
    sizeBytes: moves.reduce((sum, { stamp }) => sum + stamp.sizeBytes, 0),
    freesBytes: null,
  }
}

function reasonOf({ session }: MoveEvidence, { nowMs }: MoveRequest): string {
  const quiet = formatDuration(nowMs - session.lastActivityAtMs)
  const arrived =
    session.expected === null
      ? formatQuantity(session.results, 'result')
      : `${session.results} of ${formatQuantity(session.expected, 'expected result')}`
  return `${arrived}, quiet for ${quiet}.`
}

/** The original's report, field by field where it has one, and what was moved. */
function reportOf(
  { session }: MoveEvidence,
  { action, user, nowMs }: MoveRequest,
  reason: string,
  moves: readonly Extract<Step, { kind: 'move' }>[],
): string {
  const report = {
    session_id: session.id,
    recovery_timestamp: new Date(nowMs).toISOString(),
    action,
    user,
    reason,
    status: 'incomplete',
    results_collected: session.results,
    results_expected: session.expected,
    errors: session.errors,
    last_activity: new Date(session.lastActivityAtMs).toISOString(),
    files: moves.map(({ from }) => from),
  }
  return `${JSON.stringify(report, null, 4)}\n`
}
