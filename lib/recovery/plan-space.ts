import { formatBytes } from '#lib/format/bytes.ts'
import { formatDuration } from '#lib/format/duration.ts'
import type { PlanItem, PlanOmission, Step } from '#lib/model/plan.ts'
import { LOG_QUIET_MS, RETENTION_MS } from '#lib/model/retention.ts'
import type { Session } from '#lib/model/session.ts'
import type { MoveEvidence } from './plan-session-move.ts'
import { beyondLimit, type PlannedItems } from './planned-items.ts'
import { isCurrentLog, type LogEvidence, type LogFile } from './read-logs.ts'
import { trashPath } from './steps.ts'

export type SpaceEvidence = {
  /** Finished sessions past their retention, the oldest first, each with its files. */
  sessions: Iterable<MoveEvidence>
  logs: LogEvidence
}

export type SpaceRequest = { operationId: string; limit: number; nowMs: number }

/**
 * What makes room: logs compressed, the shortest first, since each makes room for the next; a current
 * one that is long rotated; and results past their retention in the trash, which frees their bytes once that is purged. Pure.
 */
export function planSpace({ sessions, logs }: SpaceEvidence, request: SpaceRequest): PlannedItems {
  const omitted: PlanOmission[] = []
  const items: PlanItem[] = []
  const names = new Set(logs.names)
  for (const log of logs.logs.toSorted((a, b) => a.stamp.sizeBytes - b.stamp.sizeBytes)) {
    const item = planLog(log, names)
    if (typeof item === 'string') omitted.push({ name: `logs/${log.name}`, reason: item })
    else items.push(item)
    // Nobody has it open by now: once it is rotated, the next run compresses it.
    if (isCurrentLog(log.name) && isQuiet(log, request)) omitted.push(afterRotation(log.name))
  }
  let moved = 0
  for (const one of sessions) {
    const { id: name } = one.session
    const reason = whyNot(one)
    if (moved >= request.limit) omitted.push(beyondLimit(name, request.limit, 'session'))
    else if (reason !== null) omitted.push({ name, reason })
    else {
      items.push(planSession(one, request))
      moved += 1
    }
  }
  return { items, omitted }
}

const isQuiet = ({ stamp, isOpen }: LogFile, { nowMs }: SpaceRequest): boolean =>
  isOpen === 'no' && nowMs - stamp.modifiedAtMs > LOG_QUIET_MS

const afterRotation = (name: string): PlanOmission => ({
  name: `logs/${name}, once it is rotated`,
  reason: 'It is compressed by the next run.',
  later: true,
})

/** Whether a session has been over for longer than it is kept, by its own time and by that of its files. */
export function isPastRetention(
  { state, lastActivityAtMs, startedAtMs, durationMs }: Session,
  nowMs: number,
): boolean {
  if (state !== 'completed' && state !== 'failed') return false
  const endedAtMs = Math.max(lastActivityAtMs, startedAtMs + (durationMs ?? 0))
  return nowMs - endedAtMs > RETENTION_MS[state]
}

/** What a session says is kept by its integrated file; without one, its results are all that there is. What was moved to failed/ is done with. */
export const isOnlyCopy = ({ reason, integrated }: Session): boolean =>
  !integrated && reason.rule !== 'moved_to_failed'

function whyNot({ session, files, obstacle }: MoveEvidence): string | null {
  if (isOnlyCopy(session))
    return 'It was never integrated, and these are its only results. Integrate it first.'
  return obstacle ?? (files.length === 0 ? 'No file of it is there any more.' : null)
}

function planSession({ session, files, emptied }: MoveEvidence, request: SpaceRequest): PlanItem {
  const quiet = formatDuration(request.nowMs - session.lastActivityAtMs)
  const sizeBytes = files.reduce((sum, { stamp }) => sum + stamp.sizeBytes, 0)
  const steps: Step[] = [
    ...files.map(
      ({ path, stamp }): Step => ({
        kind: 'trash',
        from: path,
        to: trashPath(request.operationId, path),
        stamp,
      }),
    ),
    ...emptied.map(({ path, mode }): Step => ({ kind: 'remove-directory', path, mode })),
  ]
  return {
    name: session.id,
    sessionId: session.id,
    scope: 'session',
    root: 'results',
    reason: `It ${session.state === 'failed' ? 'failed' : 'was completed'} ${quiet} ago: to the trash, which frees ${formatBytes(sizeBytes)} once it is purged.`,
    steps,
    inputs: [],
    files: files.length,
    sizeBytes,
    freesBytes: 0,
  }
}

/** The next number that neither a rotated log nor a compressed one has. */
function nextName(base: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1)
    if (!taken.has(`${base}.${number}`) && !taken.has(`${base}.${number}.gz`)) return `${base}.${number}`
}

/** The item of a log, or why it is left alone. */
function planLog({ name, stamp, isOpen, packedBytes }: LogFile, names: Set<string>): PlanItem | string {
  const from = `logs/${name}`
  const size = formatBytes(stamp.sizeBytes)
  if (isCurrentLog(name)) {
    const to = nextName(name, names)
    names.add(to)
    const step: Step = { kind: 'rotate', from, to: `logs/${to}`, inode: stamp.inode }
    const reason = `${size}: it is rotated, and can be compressed once nobody has written to it for a day.`
    return logItem(from, stamp.sizeBytes, { reason, step, freesBytes: 0 })
  }
  if (isOpen === 'yes') return 'A process has it open and writes to it: it can be compressed after that.'
  if (isOpen === 'unknown')
    return 'Whether somebody writes to it, this system does not say: compress it yourself.'
  const step: Step = { kind: 'compress', from, to: `logs/${name}.gz`, stamp }
  const reason = `${size}, compressed to about ${formatBytes(packedBytes)}.`
  return logItem(from, stamp.sizeBytes, {
    reason,
    step,
    freesBytes: Math.max(0, stamp.sizeBytes - packedBytes),
  })
}

type LogStep = { reason: string; step: Step; freesBytes: number }

const logItem = (name: string, sizeBytes: number, { reason, step, freesBytes }: LogStep): PlanItem => ({
  name,
  sessionId: null,
  scope: 'files',
  root: 'home',
  reason,
  steps: [step],
  inputs: [],
  files: 1,
  sizeBytes,
  freesBytes,
})
