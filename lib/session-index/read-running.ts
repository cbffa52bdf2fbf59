import type { FileRecord } from '#lib/model/file-record.ts'
import type { Problem, ProblemCode } from '#lib/model/problem.ts'
import { splitPath } from '#lib/model/relative-path.ts'
import type { Area } from '#lib/model/run.ts'
import { isLiveState, type Session } from '#lib/model/session.ts'
import type { FilePlace } from '#lib/sessions/broken-record.ts'
import { lookAtRecord } from '#lib/sessions/look-at-record.ts'
import { problemOf } from '#lib/sessions/problem-of.ts'
import { emptyRecord } from '#lib/sessions/read-record.ts'
import { summarizeSession } from '#lib/sessions/summarize-session.ts'
import { type Entry, listDirectory, statEntry } from '#lib/store/list-directory.ts'
import { isDeepest, readEntry, TOO_DEEP, withProblem } from './read-entry.ts'

export type RunningSessions = { sessions: Session[]; problems: Problem[] }

export type RunningOptions = {
  resultsDirectory: string
  activeWindowMs: number
  settleMs: number
  nowMs: number
}

/**
 * The sessions with files in temp and running, newest activity first, read from these two directories and from those
 * that such a session has for itself among the finished: quick however much is finished.
 */
export function readRunning(options: RunningOptions): RunningSessions {
  const records = readLiveRecords(options)
  const bySession = Map.groupBy(records, (record) => record.sessionId)
  const sessions: Session[] = []
  const context = { ...options, signOf: lookAtRecord }
  for (const [id, files] of bySession) {
    const summary =
      id === null ? null : summarizeSession(id, [...files, ...readFinished(options, id)], context)
    // What was left in running/ of one that has ended is no session that runs.
    if (summary && isLiveState(summary.session.state)) sessions.push(summary.session)
  }
  sessions.sort((a, b) => b.lastActivityAtMs - a.lastActivityAtMs)
  return { sessions, problems: records.flatMap(problemOf) }
}

/** A record of every file in temp and running, read just now. */
export function readLiveRecords(options: RunningOptions): FileRecord[] {
  return [...readAreaRecords(options, 'temp', 'temp'), ...readAreaRecords(options, 'running', 'running')]
}

/** What of a live session has been moved already. Its directory is called as it is; other places are for those who walk. */
function readFinished(options: RunningOptions, id: string): FileRecord[] {
  if (id.includes('/') || id === '.' || id === '..') return []
  return (['completed', 'failed'] as const)
    .flatMap((area) => readAreaRecords(options, area, `${area}/${id}`))
    .filter((record) => record.sessionId === id)
}

type Found = { directory: string; entry: Entry }

/** A record of every file in a directory and below it, read just now. */
export function readAreaRecords(options: RunningOptions, area: Area, directory: string): FileRecord[] {
  const records: FileRecord[] = []
  const knownIds = new Set<string>()
  const context = { ...options, isKnownId: (id: string) => knownIds.has(id) }
  const read = ({ directory, entry }: Found): FileRecord | null => readEntry(context, area, directory, entry)
  const unsure: Found[] = []
  for (const found of findEntries(options.resultsDirectory, area, directory)) {
    if ('problemCode' in found) {
      records.push(found)
      continue
    }
    const record = read(found)
    if (record === null) continue
    if (record.problemCode === null && record.sessionId !== null && !record.beingWritten) {
      knownIds.add(record.sessionId)
      records.push(record)
    } else unsure.push(found)
  }
  // What cannot be read goes by its name, and for that the ids of all others must be known.
  return [...records, ...unsure.map(read).filter((record) => record !== null)]
}

/** What lies in a directory and below it, and a record of each directory whose entries are unknown. */
function* findEntries(
  resultsDirectory: string,
  area: Area,
  directory: string,
): Generator<Found | FileRecord> {
  const path = `${resultsDirectory}/${directory}`
  const listing = listDirectory(path, statEntry(path))
  if (listing.kind === 'refused') yield unknownDirectory(area, directory, listing.code, listing.detail)
  if (listing.kind !== 'listed') return
  for (const entry of listing.entries) {
    const below = `${directory}/${entry.name}`
    if (entry.kind !== 'directory') yield { directory, entry }
    else if (isDeepest(directory)) yield unknownDirectory(area, below, 'too_deep', TOO_DEEP)
    else yield* findEntries(resultsDirectory, area, below)
  }
}

function unknownDirectory(area: Area, path: string, code: ProblemCode, detail: string): FileRecord {
  const place: FilePlace = { path, ...splitPath(path), area, kind: 'directory' }
  return withProblem(emptyRecord(place, null), code, detail)
}
