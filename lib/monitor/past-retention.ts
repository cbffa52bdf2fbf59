import type { History } from '#lib/history/history.ts'
import type { FileRecord } from '#lib/model/file-record.ts'
import { isPast, type Retention } from '#lib/model/retention.ts'
import type { Integration, Session } from '#lib/model/session.ts'
import { OWN_KINDS } from '#lib/recovery/own-kinds.ts'
import {
  isOnlyCopy,
  isPastRetention,
  type OldIntegration,
  type OldSession,
  type OldSessions,
} from '#lib/recovery/plan-old-sessions.ts'
import { readEndedFiles } from '#lib/recovery/read-ended-files.ts'
import { isReadable } from '#lib/sessions/is-readable.ts'
import { NOTHING_ELSE, outputBefore } from './integration-evidence.ts'
import { readIntegration } from './session-detail.ts'

type Sources = {
  history: History
  resultsDirectory: string
  nowMs: number
  /** Whether everything was looked at; before that, a session may be where nobody looked. */
  isScanned: boolean
}

/** `limit`: as many as one run takes. `pinned`: sessions that are kept. */
export type RetentionQuestion = { limit: number; retention: Retention; pinned: readonly string[] }

/** Of what cannot be taken, or not this time, some are named. */
const NAMED_BEYOND = 100

/** Finished sessions past their retention with their files on disk, the oldest first; then some that are kept, as their only results. */
export function readPastRetention(sources: Sources, asked: RetentionQuestion): OldSessions {
  const { limit, retention } = asked
  const pins = new Set(asked.pinned)
  const { history, nowMs } = sources
  const times = [retention.completed, retention.failed].filter((keptMs) => keptMs > 0)
  const all = history.sessions
    .finishedBefore(nowMs - Math.min(...times))
    .filter((session) => isPastRetention(session, retention, nowMs))
  const past = all.filter(({ id }) => !pins.has(id))
  const read = (session: Session): OldSession => readOld(sources, session, retention)
  const taken = readIntegrated(
    past.filter((session) => !isOnlyCopy(session)),
    limit,
    read,
  )
  const kept = past.filter(isOnlyCopy).slice(0, NAMED_BEYOND)
  return {
    sessions: [...taken, ...kept.map(read)],
    integrations: readOldIntegrations(sources, asked),
    pinned: all.filter(({ id }) => pins.has(id)).map(({ id }) => id),
  }
}

/** As many as one run takes and some more; those that stay as only copies take the place of none, and some are named. */
function readIntegrated(
  sessions: readonly Session[],
  limit: number,
  read: (session: Session) => OldSession,
): OldSession[] {
  const found: OldSession[] = []
  let going = 0
  for (const session of sessions) {
    if (going >= limit + NAMED_BEYOND) break
    const old = read(session)
    if (old.lackingResults === 0) going += 1
    else if (found.length - going >= NAMED_BEYOND) continue
    found.push(old)
  }
  return found
}

/** Sessions that somebody named, with all that lies on disk of what has ended; `null` where there is no such session. */
export function readNamedSessions(
  sources: Sources,
  ids: readonly string[],
): { id: string; found: OldSession | null }[] {
  return ids.map((id) => {
    const session = sources.history.sessions.get(id)
    return { id, found: session === null ? null : readOld(sources, session, null) }
  })
}

function readOld(
  sources: Sources,
  session: Session,
  /** `null` where its integrated files go whatever their age. */
  retention: Retention | null,
): OldSession {
  const { history, resultsDirectory, nowMs } = sources
  const records = history.files.ofSession(session.id)
  const ended = records
    .filter(({ area, kind }) => (area === 'completed' || area === 'failed' ? isOwn(kind) : false))
    .map(({ path }) => path)
  const integration = readIntegration(resultsDirectory, records)
  const times = timesOf(records, integration)
  const goes = times.length > 0 && (retention === null || isPast(times, retention.integrated, nowMs))
  return {
    session,
    lackingResults: integration?.lackingResults ?? 0,
    canBeIntegrated: records.some((record) => record.kind === 'result' && isReadable(record)),
    ended: readEndedFiles(resultsDirectory, ended),
    integrated: readEndedFiles(resultsDirectory, goes ? integratedPaths(sources, session.id, records) : []),
  }
}

const isOwn = (kind: FileRecord['kind']): boolean => OWN_KINDS.has(kind) || kind === 'report'

const isIntegrated = ({ area, kind }: FileRecord): boolean =>
  area === 'integrated' && (kind === 'integrated' || kind === 'summary')

/** When a session was integrated, by the file's own time and by that of all that was made; none where nothing was. */
function timesOf(records: readonly FileRecord[], integration: Integration | null): number[] {
  const own = records.filter(isIntegrated)
  if (own.length === 0) return []
  const saidMs = integration?.integratedAtMs ?? null
  return [...own.map(({ modifiedAtMs }) => modifiedAtMs), ...(saidMs === null ? [] : [saidMs])]
}

const integratedPaths = (
  { resultsDirectory }: Sources,
  id: string,
  records: readonly FileRecord[],
): string[] =>
  [...records.filter(isIntegrated), ...outputBefore(resultsDirectory, id)].map(({ path }) => path)

/** Integrated files whose session is gone, which is known only once everything was looked at and could be listed. */
function readOldIntegrations(
  sources: Sources,
  { limit, retention, pinned }: RetentionQuestion,
): OldIntegration[] {
  const { history, resultsDirectory, nowMs, isScanned } = sources
  const { orphaned, unread } = history.summaries.issueEvidence(NOTHING_ELSE)
  const isKnown = isScanned && !unread.some(({ kind, area }) => kind === 'directory' && area !== 'integrated')
  if (!isKnown) return []
  const ids = new Set(orphaned.map(({ sessionId }) => sessionId).filter((id) => id !== null))
  for (const id of pinned) ids.delete(id)
  const old: OldIntegration[] = []
  for (const id of ids) {
    if (old.length >= limit) break
    const records = history.files.ofSession(id)
    const times = timesOf(records, readIntegration(resultsDirectory, records))
    if (times.length === 0 || !isPast(times, retention.integrated, nowMs)) continue
    const integrated = readEndedFiles(resultsDirectory, integratedPaths(sources, id, records))
    old.push({ id, endedAtMs: Math.max(...times), integrated })
  }
  return old
}
