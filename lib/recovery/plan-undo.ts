import { lstatSync } from 'node:fs'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import type { Operation } from '#lib/model/operation.ts'
import type { Plan, PlanItem, Step } from '#lib/model/plan.ts'
import { AREAS, isLiveArea } from '#lib/model/run.ts'
import { containedPath } from '#lib/store/contained-path.ts'
import { stampFrom } from '#lib/store/list-directory.ts'
import { readContainedFile } from '#lib/store/read-contained.ts'
import { type DriftOptions, filesOfSessions, newcomers, type SessionFiles } from './find-drift.ts'
import { isTaken } from './is-taken.ts'
import type { PlannedItems } from './plan-session-move.ts'
import { reverseSteps, takes, UNKNOWN_STAMP } from './steps.ts'

/**
 * What takes an operation back: of every item that was done, its steps from the last to the first. An item of which
 * something changed since, or whose places were taken, is left out and says so.
 */
export function planUndo(
  options: DriftOptions,
  operation: Operation,
  plan: Plan,
  undoId: string,
): PlannedItems {
  const done = new Set(operation.items.filter(({ outcome }) => outcome === 'done').map(({ name }) => name))
  const planned: PlannedItems = { items: [], omitted: [] }
  const there = filesOfSessions(plan.items.map(withSession), options)
  for (const item of plan.items) {
    if (!done.has(item.name)) continue
    const undone = undoItem(options.root, item, undoId, there)
    if (typeof undone === 'string') planned.omitted.push({ name: item.name, reason: undone })
    else planned.items.push(undone)
  }
  return planned
}

/** The item that takes one back, or why none can, as a sentence. */
function undoItem(root: string, item: PlanItem, undoId: string, there: SessionFiles): PlanItem | string {
  const reversed = reverseSteps(item.steps, undoId)
  if (reversed === null) return 'It was removed for good.'
  try {
    requireUnedited(root, item)
    const steps = reversed.map((step) => withStamp(root, step))
    // What is brought back is beside whatever has come; what is taken away is not to leave a part of a session behind.
    const leaves = steps.some((step) => takes(step) && isLivePath(step.from))
    const undone = { ...item, reason: `Back to where it was: ${item.name}.`, steps }
    if (!leaves) return { ...undone, sessionId: null }
    const undoneOfSession = withSession(undone)
    const [newcomer] = newcomers(undoneOfSession, there, 0)
    return newcomer === undefined ? undoneOfSession : `Its session has gone on: ${newcomer}`
  } catch (error) {
    const code = systemErrorCode(error)
    if (!(error instanceof AppError) && code === null) throw error
    return error instanceof AppError ? error.message : `It cannot be looked at (${code}).`
  }
}

/** Of one that was brought back, the name still says whose files they are. */
const withSession = (item: PlanItem): PlanItem => ({ ...item, sessionId: item.sessionId ?? item.name })

const isLivePath = (path: string): boolean =>
  AREAS.some((area) => isLiveArea(area) && path.startsWith(`${area}/`))

/** What was written is taken away only while it says what was written. */
function requireUnedited(root: string, { steps }: PlanItem): void {
  for (const step of steps) {
    if (step.kind !== 'write') continue
    const there = readContainedFile(root, step.to)
    if (there.kind === 'gone') throw changed(step.to, 'is gone')
    if (there.kind !== 'whole' || there.text !== step.text) throw changed(step.to, 'was edited')
  }
}

/** The file as it lies there now, where the first plan could not know it; and the places must be as it left them. */
function withStamp(root: string, step: Step): Step {
  if (!('from' in step)) return step
  const stat = lstatSync(containedPath(root, step.from), { throwIfNoEntry: false })
  if (!stat?.isFile()) throw changed(step.from, 'is gone')
  const stamp = stampFrom(stat)
  const { sizeBytes, modifiedAtMs } = step.stamp
  const isKnown = sizeBytes !== UNKNOWN_STAMP.sizeBytes
  // Of a copy on another file system the number is another one.
  if (isKnown && (stamp.sizeBytes !== sizeBytes || Math.abs(stamp.modifiedAtMs - modifiedAtMs) >= 1))
    throw changed(step.from, 'was written to')
  if ('to' in step && isTaken(root, step.to)) throw changed(step.to, 'is there already')
  return { ...step, stamp }
}

function changed(path: string, what: string): AppError {
  return new AppError('file_changed', `${path} ${what} since, so it stays as it is.`, { path })
}
