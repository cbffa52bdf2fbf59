import type { FileRecord } from '#lib/model/file-record.ts'
import type { Merge, PlanItem, Step } from '#lib/model/plan.ts'
import { splitPath } from '#lib/model/relative-path.ts'
import { isLiveArea } from '#lib/model/run.ts'
import { readAreaRecords, readLiveRecords } from '#lib/session-index/read-running.ts'
import { lookAtRecord } from '#lib/sessions/look-at-record.ts'
import { runningAgents } from '#lib/sessions/running-agents.ts'
import { ownFiles } from '#lib/sessions/summarize-session.ts'
import { isName } from '#lib/store/contained-path.ts'
import { OWN_KINDS } from './own-kinds.ts'
import { type Roots, subjectOf } from './steps.ts'

export type DriftOptions = Roots & { settleMs: number; activeWindowMs: number; nowMs: number }

/** Files in temp and running of sessions that are active by now. */
export function activePaths({ root, nowMs, ...rest }: DriftOptions): ReadonlySet<string> {
  const records = readLiveRecords({ resultsDirectory: root, nowMs, ...rest })
  const active = [...Map.groupBy(records, ({ sessionId }) => sessionId).values()].filter(
    (files) => nowMs - lastChangeOf(files) < rest.activeWindowMs,
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

/** What a step merges; `null` for one that merges nothing. */
const mergeOf = (step: Step): Merge | null =>
  step.kind === 'make' && 'merge' in step.recipe ? step.recipe.merge : null

/** Results that an answer would lack, since they came after it was planned. */
export function resultsBeside({ sessionId, steps }: PlanItem, there: SessionFiles): string[] {
  const merge = steps.map(mergeOf).find((one) => one !== null)
  if (merge === undefined || merge === null) return []
  const { results, unreadable } = merge
  const known = new Set([...results, ...unreadable].map(({ path }) => path))
  return (there.get(sessionId) ?? [])
    .filter(({ kind, path }) => kind === 'result' && !known.has(path))
    .map(({ path }) => `${path} has come.`)
}

/** When a file changed last, or what an agent at work writes. */
const lastChangeOf = (files: readonly FileRecord[]): number =>
  files.reduce((latest, { modifiedAtMs }) => Math.max(latest, modifiedAtMs), lastSignOf(files))

/** When an agent at work wrote last; what is in none of its session's files yet. */
const lastSignOf = (files: readonly FileRecord[]): number =>
  runningAgents(ownFiles(files), lookAtRecord).reduce(
    (latest, { lastSignAtMs }) => Math.max(latest, lastSignAtMs),
    Number.NEGATIVE_INFINITY,
  )

/**
 * A session is changed only while nobody works on it. Of whole ones each file is compared with what was planned; what an
 * agent writes elsewhere, and a file that is no part of the plan, tell the rest.
 */
export function activity(
  { sessionId, scope }: PlanItem,
  there: SessionFiles,
  { nowMs, activeWindowMs }: DriftOptions,
): string[] {
  if (sessionId === null) return []
  const files = there.get(sessionId) ?? []
  const isLive = files.some(({ area }) => isLiveArea(area))
  const last = scope === 'files' ? lastChangeOf(files) : lastSignOf(files)
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
