import { lstatSync } from 'node:fs'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import { invertDiff } from '#lib/format/unified-diff.ts'
import type { Operation } from '#lib/model/operation.ts'
import type { Plan, PlanItem, Step } from '#lib/model/plan.ts'
import { AREAS, isLiveArea } from '#lib/model/run.ts'
import { containedPath } from '#lib/store/contained-path.ts'
import { hashFile } from '#lib/store/hash-file.ts'
import { stampFrom } from '#lib/store/list-directory.ts'
import { readContainedFile } from '#lib/store/read-contained.ts'
import { isTaken } from './is-taken.ts'
import type { PlannedItems } from './planned-items.ts'
import { isState } from './replaced-drift.ts'
import {
  activity,
  type DriftOptions,
  filesOfSessions,
  newcomers,
  type SessionFiles,
} from './session-drift.ts'
import { QUARANTINE, reverseSteps, rootOf, takenBy, takes, UNKNOWN_STAMP } from './steps.ts'

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
    const undone = isBack(options, item) ? null : undoItem(options, item, undoId, there)
    if (undone === null) continue
    if (typeof undone === 'string') planned.omitted.push({ name: item.name, reason: undone })
    else planned.items.push(undone)
  }
  return planned
}

/** The item that takes one back, or why none can, as a sentence. */
function undoItem(
  options: DriftOptions,
  item: PlanItem,
  undoId: string,
  there: SessionFiles,
): PlanItem | string {
  const root = rootOf(options, item)
  const made = item.steps.filter((step) => !wasNotMade(root, step))
  const reversed = reverseSteps(made, undoId)
  if (reversed === null) return 'It was removed for good.'
  try {
    requireUnedited(root, item)
    const taken = takenBy({ ...item, steps: reversed })
    const steps = reversed.flatMap((step) => withStamp(root, step, taken) ?? [])
    const left = reversed.length - steps.length
    if (steps.length === 0) return 'Whatever it changed has gone or was changed since.'
    // What is brought back is beside whatever has come; what is taken away is not to leave a part of a session behind.
    const leaves = steps.some((step) => takes(step) && isLivePath(step.from))
    const undone = {
      ...item,
      reason: `Back to where it was: ${item.name}.${left === 0 ? '' : ` Gone or changed since, and left alone: ${left}.`}`,
      steps,
      inputs: [],
      freesBytes: null,
      ...(item.diff === undefined ? {} : { diff: invertDiff(item.diff) }),
    }
    if (item.scope === 'files') return activity(item, there, options)[0] ?? undone
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

/** Whether what it replaced was put back already, by one that was not done as a whole. */
function isBack(options: DriftOptions, item: PlanItem): boolean {
  const root = rootOf(options, item)
  const replaced = item.steps.filter((step) => step.kind === 'replace')
  return replaced.length > 0 && replaced.every(({ path, before }) => isState(root, path, before))
}

/** What a program of the user's own was asked for and did not make. */
const wasNotMade = (root: string, step: Step): boolean =>
  step.kind === 'make' && step.sha256 === null && !isTaken(root, step.to)

/** Of one that was brought back, the name still says whose files they are. */
const withSession = (item: PlanItem): PlanItem =>
  item.scope === 'session' ? { ...item, sessionId: item.sessionId ?? item.name } : item

const isLivePath = (path: string): boolean =>
  AREAS.some((area) => isLiveArea(area) && path.startsWith(`${area}/`))

/** What was written is taken away only while it says what was written. */
function requireUnedited(root: string, { steps }: PlanItem): void {
  for (const step of steps) {
    if (step.kind === 'replace' && !isState(root, step.path, step.after))
      throw changed(step.path, 'was changed')
    if (step.kind === 'make' && step.sha256 !== null) requireMade(root, step.to, step.sha256)
    if (step.kind !== 'write') continue
    const there = readContainedFile(root, step.to)
    if (there.kind === 'gone') throw changed(step.to, 'is gone')
    if (there.kind !== 'whole' || there.text !== step.text) throw changed(step.to, 'was edited')
  }
}

function requireMade(root: string, path: string, sha256: string): void {
  const file = containedPath(root, path)
  if (!isTaken(root, path)) throw changed(path, 'is gone')
  if (hashFile(file) !== sha256) throw changed(path, 'was edited')
}

/** The file as it lies there now, where the first plan could not know it; and the places must be as it left them. */
function withStamp(root: string, step: Step, taken: ReadonlySet<string>): Step | null {
  if (step.kind === 'chmod' || step.kind === 'chmod-directory') return withMode(root, step)
  if (step.kind === 'rotate') return withLog(root, step)
  if (!('from' in step)) return step
  const stat = lstatSync(containedPath(root, step.from), { throwIfNoEntry: false })
  if (!stat?.isFile()) throw changed(step.from, 'is gone')
  const stamp = stampFrom(stat)
  const { sizeBytes, modifiedAtMs } = step.stamp
  // Whoever had a file open that was set aside may have written on, and all of it comes back.
  const isAside = step.from.startsWith(`${QUARANTINE}/`) && stamp.inode === step.stamp.inode
  const isKnown = sizeBytes !== UNKNOWN_STAMP.sizeBytes && !isAside
  // Of a copy on another file system the number is another one.
  if (isKnown && (stamp.sizeBytes !== sizeBytes || Math.abs(stamp.modifiedAtMs - modifiedAtMs) >= 1))
    throw changed(step.from, 'was written to')
  if ('to' in step && !taken.has(step.to) && isTaken(root, step.to))
    throw changed(step.to, 'is there already')
  return { ...step, stamp }
}

function withLog(root: string, step: Extract<Step, { kind: 'rotate' }>): Step {
  const stat = lstatSync(containedPath(root, step.from), { throwIfNoEntry: false })
  if (!stat?.isFile()) throw changed(step.from, 'is gone')
  if (isTaken(root, step.to)) throw changed(step.to, 'was begun anew')
  // Compressed and unpacked since, it is the same under its number.
  return { ...step, inode: stat.ino }
}

/** What has gone, is another one or got another mode since keeps what it has, and keeps nothing else from going back. */
function withMode(root: string, step: Extract<Step, { modeBefore: number }>): Step | null {
  const path = step.path === '' ? root : containedPath(root, step.path)
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (stat === undefined || (stat.mode & 0o7777) !== step.modeBefore) return null
  if (step.kind === 'chmod-directory') return stat.isDirectory() ? { ...step, inode: stat.ino } : null
  const stamp = stampFrom(stat)
  const { inode, sizeBytes, modifiedAtMs } = step.stamp
  // Unpacked again, or copied back, it is the same by its size and time.
  const isSame =
    inode === stamp.inode ||
    (sizeBytes === stamp.sizeBytes && Math.abs(modifiedAtMs - stamp.modifiedAtMs) < 1)
  return stat.isFile() && isSame ? { ...step, stamp } : null
}

function changed(path: string, what: string): AppError {
  return new AppError('file_changed', `${path} ${what} since, so it stays as it is.`, { path })
}
