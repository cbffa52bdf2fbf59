import type { History } from '#lib/history/history.ts'
import type { FileKind } from '#lib/model/file-record.ts'
import type { FileEvidence } from '#lib/model/issue-evidence.ts'
import { NOTE_ENDING } from '#lib/model/quarantine-note.ts'
import { splitPath } from '#lib/model/relative-path.ts'
import type { RepairTarget } from '#lib/model/repair.ts'
import type { Session } from '#lib/model/session.ts'
import { QUARANTINE } from '#lib/recovery/steps.ts'
import { lookAtRecord } from '#lib/sessions/look-at-record.ts'
import { toNote } from '#lib/sessions/quarantined-record.ts'
import { summarizeSession } from '#lib/sessions/summarize-session.ts'
import { isName } from '#lib/store/contained-path.ts'
import { readContainedFile } from '#lib/store/read-contained.ts'

type Sources = { history: History; resultsDirectory: string; activeWindowMs: number; nowMs: number }

/** No file is that large, and none changes later than this. */
const ALL = { largerThanBytes: Number.MAX_SAFE_INTEGER, laterThanMs: Number.MAX_SAFE_INTEGER }

/** Whatever else lies there is nobody's business. */
const REPAIRED: ReadonlySet<FileKind> = new Set<FileKind>(['result', 'metadata', 'integrated', 'report'])

/** Files below the results directory that may be in want of repair: those of these paths, or every broken one. */
export function readRepairTargets(sources: Sources, paths: readonly string[] | null): RepairTarget[] {
  const { history } = sources
  const read = sessionReader(sources)
  if (paths === null)
    return history.summaries.issueEvidence(ALL).unusable.map((file) => toTarget(sources, file, read))
  return paths.flatMap((path) => {
    const { directory, name } = splitPath(path)
    const record = history.files.get(directory, name)
    return record !== null && REPAIRED.has(record.kind) ? [toTarget(sources, record, read)] : []
  })
}

type SessionReader = (id: string) => Session | null

/** Its state is decided anew, since time has passed; once for all of its files. */
function sessionReader({ history, nowMs, activeWindowMs }: Sources): SessionReader {
  const sessions = new Map<string, Session | null>()
  return (id) => {
    const known = sessions.get(id)
    if (known !== undefined) return known
    const records = history.files.ofSession(id)
    const session =
      summarizeSession(id, records, { nowMs, activeWindowMs, signOf: lookAtRecord })?.session ?? null
    sessions.set(id, session)
    return session
  }
}

function toTarget(sources: Sources, file: FileEvidence, read: SessionReader): RepairTarget {
  const { path, kind, sessionId } = file
  const session = sessionId === null ? null : read(sessionId)
  const record = sources.history.files.get(splitPath(path).directory, splitPath(path).name)
  return {
    root: 'results',
    path,
    name: path,
    standsAt: placeOf(sources.resultsDirectory, path),
    kind,
    sessionId,
    taskId: record?.taskId ?? null,
    agent: record?.agent ?? null,
    sessionState: session === null ? null : stateOf(session),
    hasResults: session !== null && session.results > 0,
  }
}

const stateOf = ({ state }: Session): RepairTarget['sessionState'] =>
  state === 'active' || state === 'stale' ? state : 'ended'

/** What stands for a file that was set aside belongs where that lay; the original's ending says that it is broken. */
function placeOf(resultsDirectory: string, path: string): string {
  const note = path.startsWith(`${QUARANTINE}/`)
    ? toNote(readContainedFile(resultsDirectory, `${path}${NOTE_ENDING}`))
    : null
  const place = note !== null && isPlaceOfResults(note.path) ? note.path : path
  return place.replace(/\.corrupted$/, '')
}

/** Anybody may have written a note; it leads nowhere but to where results lie. */
const isPlaceOfResults = (path: string): boolean =>
  /^(?:temp|completed|failed|integrated)\//.test(path) && path.split('/').every(isName)

/** Files of active sessions, and the directories that are their own. */
export function readActiveFiles({
  history,
  nowMs,
  activeWindowMs,
}: Omit<Sources, 'resultsDirectory'>): Set<string> {
  return new Set(
    history.sessions
      .live()
      .filter(({ lastActivityAtMs }) => nowMs - lastActivityAtMs < activeWindowMs)
      .flatMap(({ id }) => history.files.ofSession(id))
      .flatMap(({ path, directory }) => (directory.includes('/') ? [path, directory] : [path])),
  )
}
