import type { FileRecord } from '#lib/model/file-record.ts'
import type { Problem } from '#lib/model/problem.ts'
import type { Area } from '#lib/model/run.ts'
import type { Session } from '#lib/model/session.ts'
import type { FilePlace } from '#lib/sessions/broken-record.ts'
import { classifyFile } from '#lib/sessions/classify-file.ts'
import { problemOf } from '#lib/sessions/problem-of.ts'
import { toFileRecord } from '#lib/sessions/read-record.ts'
import { summarizeSession } from '#lib/sessions/summarize-session.ts'
import { listDirectory, statEntry } from '#lib/store/list-directory.ts'
import { type FileReading, readTextFile } from '#lib/store/read-file.ts'

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
  const records = [...readArea(options, 'temp', 'temp'), ...readArea(options, 'running', 'running')]
  const bySession = Map.groupBy(records, (record) => record.sessionId)
  const sessions: Session[] = []
  for (const [id, files] of bySession) {
    const summary =
      id === null ? null : summarizeSession(id, [...files, ...readFinished(options, id)], options)
    if (summary) sessions.push(summary.session)
  }
  sessions.sort((a, b) => b.lastActivityAtMs - a.lastActivityAtMs)
  return { sessions, problems: records.flatMap(problemOf) }
}

/** What of a live session has been moved already. Its directory is called as it is; other places are for those who walk. */
function readFinished(options: RunningOptions, id: string): FileRecord[] {
  if (id.includes('/') || id === '.' || id === '..') return []
  return (['completed', 'failed'] as const)
    .flatMap((area) => readArea(options, area, `${area}/${id}`))
    .filter((record) => record.sessionId === id)
}

type Found = { place: FilePlace; reading: FileReading }

function readArea(options: RunningOptions, area: Area, directory: string): FileRecord[] {
  const found = findFiles(options.resultsDirectory, area, directory)
  const knownIds = new Set<string>()
  const read = ({ place, reading }: Found): FileRecord | null =>
    toFileRecord(place, reading, {
      nowMs: options.nowMs,
      settleMs: options.settleMs,
      isKnownId: (id) => knownIds.has(id),
    })
  const records: FileRecord[] = []
  const unsure: Found[] = []
  for (const file of found) {
    const record = read(file)
    if (record === null) continue
    if (record.problemCode === null && record.sessionId !== null && !record.beingWritten) {
      knownIds.add(record.sessionId)
      records.push(record)
    } else unsure.push(file)
  }
  // What cannot be read goes by its name, and for that the ids of all others must be known.
  return [...records, ...unsure.map(read).filter((record) => record !== null)]
}

function* findFiles(resultsDirectory: string, area: Area, directory: string): Generator<Found> {
  const path = `${resultsDirectory}/${directory}`
  const listing = listDirectory(path, statEntry(path))
  if (listing.kind !== 'listed') {
    if (listing.kind === 'refused') yield refusedDirectory(area, directory, listing.code, listing.detail)
    return
  }
  for (const { name, kind: entryKind } of listing.entries) {
    if (entryKind === 'directory') yield* findFiles(resultsDirectory, area, `${directory}/${name}`)
    const kind = classifyFile(area, name)
    if (entryKind === 'directory' || (kind === null && entryKind === 'file')) continue
    const place: FilePlace = { path: `${directory}/${name}`, directory, name, area, kind: kind ?? 'other' }
    yield { place, reading: readTextFile(`${path}/${name}`) }
  }
}

function refusedDirectory(area: Area, path: string, code: Problem['code'], detail: string): Found {
  return {
    place: { path, directory: '', name: path, area, kind: 'other' },
    reading: { kind: 'refused', stamp: null, code, detail },
  }
}
