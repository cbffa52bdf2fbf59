import { lstatSync, type Stats } from 'node:fs'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import type { FileRecord } from '#lib/model/file-record.ts'
import type { Drift, Plan, PlanItem } from '#lib/model/plan.ts'
import { splitPath } from '#lib/model/relative-path.ts'
import { readAreaRecords, readLiveRecords } from '#lib/session-index/read-running.ts'
import { isName } from '#lib/store/contained-path.ts'
import { stampFrom } from '#lib/store/list-directory.ts'
import { createPinCache, type PinCache } from '#lib/store/pin-cache.ts'
import type { PinnedDirectory } from '#lib/store/pinned-directory.ts'
import { OWN_KINDS } from './own-kinds.ts'
import { subjectOf, targetOf } from './steps.ts'

export type DriftOptions = { root: string; settleMs: number; activeWindowMs: number; nowMs: number }

/**
 * What is no longer as a plan says, by items: a file that changed, is gone or belongs to somebody else, a place that was
 * taken, a file of the session that is not part of the plan. Read from disk, whatever the index knows.
 */
export function findDrift(plan: Plan, options: DriftOptions): Drift[] {
  using look = lookInto(options.root)
  const there = filesOfSessions(plan.items, options)
  return plan.items.flatMap((item) => {
    const changes = new Set([...fileChanges(item, look), ...newcomers(item, there, plan.createdAtMs)])
    return changes.size === 0 ? [] : [{ name: item.name, changes: [...changes] }]
  })
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

function finishedDirectories({ sessionId, steps }: PlanItem): string[] {
  const own = sessionId !== null && isName(sessionId) ? [`completed/${sessionId}`] : []
  const left = steps.flatMap((step) => subjectOf(step)?.path ?? []).map((path) => splitPath(path).directory)
  return [...own, ...left.filter((directory) => directory.startsWith('completed/'))]
}

/**
 * Files of an item's session that the item does not take. One that has the name of another that was taken already is such
 * a file too: its number tells.
 */
export function newcomers(
  { sessionId, steps }: PlanItem,
  there: SessionFiles,
  plannedAtMs: number,
): string[] {
  if (sessionId === null) return []
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
  return item.steps.flatMap((step) => {
    const subject = subjectOf(step)
    const target = targetOf(step)
    const subjectChange = subject === null ? null : changeOf(subject, look)
    const targetChange = target !== null && look(target) !== null ? `${target} is there already.` : null
    return [subjectChange, targetChange].filter((change) => change !== null)
  })
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
