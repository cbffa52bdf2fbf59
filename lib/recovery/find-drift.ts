import { lstatSync, type Stats } from 'node:fs'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import type { FileRecord } from '#lib/model/file-record.ts'
import type { Drift, Plan, PlanItem, Step } from '#lib/model/plan.ts'
import { splitPath } from '#lib/model/relative-path.ts'
import { isLiveArea } from '#lib/model/run.ts'
import { readAreaRecords, readLiveRecords } from '#lib/session-index/read-running.ts'
import { isName } from '#lib/store/contained-path.ts'
import { stampFrom } from '#lib/store/list-directory.ts'
import { createPinCache, type PinCache } from '#lib/store/pin-cache.ts'
import type { PinnedDirectory } from '#lib/store/pinned-directory.ts'
import { OWN_KINDS } from './own-kinds.ts'
import { type Roots, subjectOf, takenBy, targetOf } from './steps.ts'

export type DriftOptions = Roots & { settleMs: number; activeWindowMs: number; nowMs: number }

/**
 * What is no longer as a plan says, by items: a file that changed, is gone or belongs to somebody else, a place that was
 * taken, a file of the session that is not part of the plan. Read from disk, whatever the index knows.
 */
export function findDrift(plan: Plan, options: DriftOptions): Drift[] {
  using results = lookInto(options.root)
  using home = lookInto(options.home)
  const there = filesOfSessions(plan.items, options)
  const active = plan.action === 'fix_permissions' ? activePaths(options) : NONE
  return plan.items.flatMap((item) => {
    const changes = new Set([
      ...fileChanges(item, item.root === 'home' ? home : results),
      ...newcomers(item, there, plan.createdAtMs),
      ...resultsBeside(item, there),
      ...activity(item, there, options),
      ...busyFiles(item, active),
    ])
    return changes.size === 0 ? [] : [{ name: item.name, changes: [...changes] }]
  })
}

const NONE: ReadonlySet<string> = new Set()

/** Files in temp and running of sessions that are active by now. */
function activePaths({ root, nowMs, ...rest }: DriftOptions): ReadonlySet<string> {
  const records = readLiveRecords({ resultsDirectory: root, nowMs, ...rest })
  const active = [...Map.groupBy(records, ({ sessionId }) => sessionId).values()].filter((files) =>
    files.some(({ modifiedAtMs }) => nowMs - modifiedAtMs < rest.activeWindowMs),
  )
  return new Set(active.flat().map(({ path }) => path))
}

/** Modes of files that an agent is writing again. */
const busyFiles = ({ root, steps }: PlanItem, active: ReadonlySet<string>): string[] =>
  root === 'home'
    ? []
    : steps
        .filter((step) => step.kind === 'chmod' && active.has(step.path))
        .map((step) => `The session of ${subjectOf(step)?.path} is active.`)

/** Results that an answer would lack, since they came after it was planned. */
function resultsBeside({ sessionId, steps }: PlanItem, there: SessionFiles): string[] {
  const step = steps.find((one) => one.kind === 'make' && one.recipe.by !== 'repair')
  if (step?.kind !== 'make' || step.recipe.by === 'repair') return []
  const { results, unreadable } = step.recipe.merge
  const known = new Set([...results, ...unreadable].map(({ path }) => path))
  return (there.get(sessionId) ?? [])
    .filter(({ kind, path }) => kind === 'result' && !known.has(path))
    .map(({ path }) => `${path} has come.`)
}

/** Part of a session is changed only while nobody works on it. */
export function activity(
  { sessionId, scope }: PlanItem,
  there: SessionFiles,
  { nowMs, activeWindowMs }: DriftOptions,
): string[] {
  if (sessionId === null || scope !== 'files') return []
  const last = (there.get(sessionId) ?? [])
    .filter(({ area }) => isLiveArea(area))
    .reduce((latest, { modifiedAtMs }) => Math.max(latest, modifiedAtMs), Number.NEGATIVE_INFINITY)
  return nowMs - last < activeWindowMs ? ['The session is active.'] : []
}

export type SessionFiles = ReadonlyMap<string | null, readonly FileRecord[]>

/** The files of sessions in temp and running, and in the directories where those of these items lie or may have come to. */
export function filesOfSessions(items: readonly PlanItem[], { root, ...rest }: DriftOptions): SessionFiles {
  const sessions = items.filter(({ sessionId }) => sessionId !== null)
  if (sessions.length === 0) return new Map()
  const options = { resultsDirectory: root, ...rest }
  const directories = new Set(sessions.flatMap(finishedDirectories))
  const finished = [...directories].flatMap((directory) => readAreaRecords(options, 'completed', directory))
  return Map.groupBy([...readLiveRecords(options), ...finished], ({ sessionId }) => sessionId)
}

function finishedDirectories({ sessionId, steps, inputs }: PlanItem): string[] {
  const own = sessionId !== null && isName(sessionId) ? [`completed/${sessionId}`] : []
  const left = [
    ...steps.flatMap((step) => subjectOf(step)?.path ?? []),
    ...inputs.map(({ path }) => path),
  ].map((path) => splitPath(path).directory)
  return [...own, ...left.filter((directory) => directory.startsWith('completed/'))]
}

/**
 * Files of an item's session that the item does not take. One that has the name of another that was taken already is such
 * a file too: its number tells.
 */
export function newcomers(
  { sessionId, scope, steps }: PlanItem,
  there: SessionFiles,
  plannedAtMs: number,
): string[] {
  if (sessionId === null || scope !== 'session') return []
  const known = new Map(steps.map((step) => [subjectOf(step)?.path, subjectOf(step)?.stamp.inode]))
  return (
    (there.get(sessionId) ?? [])
      .filter(({ kind, path, inode }) => OWN_KINDS.has(kind) && known.get(path) !== inode)
      // Whose a file is that cannot be read may be guessed in two ways; then it is new only if it came later.
      .filter(({ idGuessed, modifiedAtMs }) => !(idGuessed && modifiedAtMs < plannedAtMs))
      .map(({ path }) => (known.has(path) ? `${path} is another file now.` : `${path} has come.`))
  )
}

function fileChanges(item: PlanItem, look: Look): string[] {
  const taken = takenBy(item)
  const changes = item.steps.flatMap((step) => {
    const subject = subjectOf(step)
    const target = targetOf(step)
    const isFree = target === null || taken.has(target) || look(target) === null
    return [
      subject === null ? null : changeOf(subject, look),
      step.kind === 'chmod' || step.kind === 'chmod-directory' ? modeChange(step, look) : null,
      step.kind === 'rotate' && look(step.from)?.ino !== step.inode ? `${step.from} is another log.` : null,
      isFree ? null : `${target} is there already.`,
    ]
  })
  return [...changes, ...item.inputs.map((input) => changeOf(input, look))].filter(
    (change) => change !== null,
  )
}

function modeChange(step: Extract<Step, { modeBefore: number }>, look: Look): string | null {
  const stat = look(step.path)
  if (step.kind === 'chmod-directory' && stat?.ino !== step.inode) return `${step.path} is gone or another.`
  const mode = (stat?.mode ?? 0) & 0o7777
  return mode === step.modeBefore ? null : `The mode of ${step.path} is ${mode.toString(8)} by now.`
}

function changeOf({ path, stamp }: NonNullable<ReturnType<typeof subjectOf>>, look: Look): string | null {
  const stat = look(path)
  if (stat === null) return `${path} is gone.`
  if (!stat.isFile()) return `${path} is no regular file any more.`
  const now = stampFrom(stat)
  if (now.inode !== stamp.inode) return `${path} is another file now.`
  if (now.sizeBytes !== stamp.sizeBytes) return `${path} has ${now.sizeBytes} bytes, not ${stamp.sizeBytes}.`
  return now.modifiedAtMs === stamp.modifiedAtMs ? null : `${path} was written to.`
}

type Look = ((path: string) => Stats | null) & Disposable

/** Looks at paths below the root without following a link; directories stay open for the next path in them. */
function lookInto(root: string): Look {
  const cache = createPinCache(root)
  const missing = new Set<string>()
  const look = (path: string): Stats | null => {
    const { directory, name } = splitPath(path)
    if (path === '') return cache.pin('').stat()
    if (missing.has(directory)) return null
    // As many as a process may have open, and fewer.
    if (cache.size() >= OPEN_LIMIT) cache.close()
    const pinned = pinIfThere(cache, directory)
    if (pinned === null) missing.add(directory)
    return pinned === null ? null : (lstatSync(pinned.at(name), { throwIfNoEntry: false }) ?? null)
  }
  return Object.assign(look, { [Symbol.dispose]: cache.close })
}

const OPEN_LIMIT = 200

function pinIfThere(cache: PinCache, directory: string): PinnedDirectory | null {
  try {
    return cache.pin(directory)
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null
    if (error instanceof AppError && error.code === 'path_outside')
      throw new AppError('drift', error.message, { cause: error })
    throw error
  }
}
