import type { FileRecord } from '#lib/model/file-record.ts'
import type { PlanItem, Recipe } from '#lib/model/plan.ts'
import { splitPath } from '#lib/model/relative-path.ts'
import { isLiveArea } from '#lib/model/run.ts'
import { readAreaRecords, readLiveRecords } from '#lib/session-index/read-running.ts'
import { isName } from '#lib/store/contained-path.ts'
import { OWN_KINDS } from './own-kinds.ts'
import { type Roots, subjectOf } from './steps.ts'

export type DriftOptions = Roots & { settleMs: number; activeWindowMs: number; nowMs: number }

/** Files in temp and running of sessions that are active by now. */
export function activePaths({ root, nowMs, ...rest }: DriftOptions): ReadonlySet<string> {
  const records = readLiveRecords({ resultsDirectory: root, nowMs, ...rest })
  const active = [...Map.groupBy(records, ({ sessionId }) => sessionId).values()].filter((files) =>
    files.some(({ modifiedAtMs }) => nowMs - modifiedAtMs < rest.activeWindowMs),
  )
  return new Set(active.flat().map(({ path }) => path))
}

/** Modes of files that an agent is writing again. */
export const busyFiles = ({ root, steps }: PlanItem, active: ReadonlySet<string>): string[] =>
  root === 'home'
    ? []
    : steps.flatMap((step) =>
        step.kind === 'chmod' && active.has(step.path) ? [`The session of ${step.path} is active.`] : [],
      )

/** Results that an answer would lack, since they came after it was planned. */
export function resultsBeside({ sessionId, steps }: PlanItem, there: SessionFiles): string[] {
  const recipe = steps.map((step) => (step.kind === 'make' ? step.recipe : null)).find(isOfMerge)
  if (recipe === undefined) return []
  const { results, unreadable } = recipe.merge
  const known = new Set([...results, ...unreadable].map(({ path }) => path))
  return (there.get(sessionId) ?? [])
    .filter(({ kind, path }) => kind === 'result' && !known.has(path))
    .map(({ path }) => `${path} has come.`)
}

const isOfMerge = (recipe: Recipe | null): recipe is Extract<Recipe, { merge: unknown }> =>
  recipe !== null && 'merge' in recipe

/** Part of a session is changed only while nobody works on it. */
export function activity(
  { sessionId, scope }: PlanItem,
  there: SessionFiles,
  { nowMs, activeWindowMs }: DriftOptions,
): string[] {
  if (sessionId === null || scope !== 'files') return []
  const files = there.get(sessionId) ?? []
  const isLive = files.some(({ area }) => isLiveArea(area))
  const last = files.reduce((latest, { modifiedAtMs }) => Math.max(latest, modifiedAtMs), 0)
  return isLive && nowMs - last < activeWindowMs ? ['The session is active.'] : []
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
