import { formatBytes } from '#lib/format/bytes.ts'
import { formatDuration } from '#lib/format/duration.ts'
import { formatQuantity } from '#lib/format/number.ts'
import type { PlanItem, PlanOmission, Step } from '#lib/model/plan.ts'
import { isPast, type Retention } from '#lib/model/retention.ts'
import type { Session } from '#lib/model/session.ts'
import { beyondLimit } from './planned-items.ts'
import type { EndedFiles } from './read-ended-files.ts'
import { partOf, type SpaceItem, type SpaceRequest } from './space-item.ts'
import { trashPath } from './steps.ts'

/**
 * A finished session, and its integrated files where these go too. `canBeIntegrated`: whether there is a result that can
 * be read.
 */
export type OldSession = {
  session: Session
  ended: EndedFiles
  integrated: EndedFiles
  /** Results that its integrated file lacks. */
  lackingResults: number
  canBeIntegrated: boolean
}
/** Integrated files past their retention whose session is gone. */
export type OldIntegration = { id: string; endedAtMs: number; integrated: EndedFiles }
/** `pinned`: those of the sessions that somebody keeps. */
export type OldSessions = { sessions: OldSession[]; integrations: OldIntegration[]; pinned: string[] }

/** When a session was over, by its own time and by that of its files. */
const endsOf = ({ lastActivityAtMs, startedAtMs, durationMs }: Session): number[] => [
  lastActivityAtMs,
  startedAtMs + (durationMs ?? 0),
]

/** Whether a session has been over for longer than it is kept. */
export const isPastRetention = (session: Session, retention: Retention, nowMs: number): boolean =>
  (session.state === 'completed' || session.state === 'failed') &&
  isPast(endsOf(session), retention[session.state], nowMs)

/**
 * What a session says is kept by its integrated file; without one, its results are all that there is, wherever they lie and
 * though none can be read: a later repair may.
 */
export const isOnlyCopy = ({ results, integrated }: Session): boolean => !integrated && results > 0

/** To the trash, as many as one run takes. `omitted` takes in what is left alone. */
export function planOldSessions(
  { sessions, integrations, pinned }: OldSessions,
  request: SpaceRequest,
  omitted: PlanOmission[],
): SpaceItem[] {
  const planned: SpaceItem[] = []
  const add = (name: string, reason: string | null, make: () => SpaceItem): void => {
    if (planned.length >= request.limit) omitted.push(beyondLimit(name, request.limit, 'session'))
    else if (reason !== null) omitted.push({ name, reason })
    else planned.push(make())
  }
  for (const name of pinned) omitted.push({ name, reason: 'Somebody keeps it: it is pinned.' })
  for (const one of sessions) add(one.session.id, whyNot(one), () => planSession(one, request))
  for (const one of integrations) add(one.id, obstacleTo(one.integrated), () => planIntegration(one, request))
  return planned
}

function whyNot({ session, ended, integrated, lackingResults, canBeIntegrated }: OldSession): string | null {
  if (isOnlyCopy(session)) {
    const first = canBeIntegrated ? 'Integrate it' : 'None of them can be read: repair one'
    return `It was never integrated, and these are its only results. ${first}, or name it to move it to the trash.`
  }
  if (lackingResults > 0)
    return `${lacks(lackingResults)}. Integrate it anew, or name it to move it to the trash.`
  return obstacleTo(ended) ?? integrated.obstacle
}

/** Why it is not all that there is of a session, without the full stop. */
export const lacks = (results: number): string =>
  `Its integrated file lacks ${formatQuantity(results, 'result')}, and what lies here is the only copy`

export const obstacleTo = ({ files, obstacle }: EndedFiles): string | null =>
  obstacle ?? (files.length === 0 ? 'No file of it is there any more.' : null)

function planSession({ session, ended, integrated }: OldSession, request: SpaceRequest): SpaceItem {
  const quiet = formatDuration(request.nowMs - Math.max(...endsOf(session)))
  const kind = session.state === 'failed' ? 'failed' : 'completed'
  const item = trashItem(
    session.id,
    `It ${kind === 'failed' ? 'failed' : 'was completed'} ${quiet} ago`,
    [ended, integrated],
    request,
  )
  const parts = [partOf(kind, ended.files)]
  return {
    item,
    parts: integrated.files.length === 0 ? parts : [...parts, partOf('integrated', integrated.files)],
  }
}

function planIntegration({ id, endedAtMs, integrated }: OldIntegration, request: SpaceRequest): SpaceItem {
  const quiet = formatDuration(request.nowMs - endedAtMs)
  const item = trashItem(
    id,
    `It was integrated ${quiet} ago, and its results are gone`,
    [integrated],
    request,
  )
  return { item, parts: [partOf('integrated', integrated.files)] }
}

export function trashItem(
  id: string,
  what: string,
  ended: readonly EndedFiles[],
  { operationId }: SpaceRequest,
): PlanItem {
  const files = ended.flatMap((one) => one.files)
  const sizeBytes = files.reduce((sum, { stamp }) => sum + stamp.sizeBytes, 0)
  return {
    name: id,
    sessionId: id,
    scope: 'session',
    root: 'results',
    reason: `${what}: to the trash, which frees ${formatBytes(sizeBytes)} once it is purged.`,
    steps: [
      ...files.map(
        ({ path, stamp }): Step => ({ kind: 'trash', from: path, to: trashPath(operationId, path), stamp }),
      ),
      ...ended.flatMap(({ emptied }) =>
        emptied.map(({ path, mode }): Step => ({ kind: 'remove-directory', path, mode })),
      ),
    ],
    inputs: [],
    files: files.length,
    sizeBytes,
    freesBytes: 0,
  }
}
