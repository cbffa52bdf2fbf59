import type { DirectoryState } from '#lib/history/directory-rows.ts'
import { type FileRow, toRow } from '#lib/history/file-row.ts'
import type { FileRecord, FileStamp } from '#lib/model/file-record.ts'
import { type Area, isLiveArea } from '#lib/model/run.ts'
import { classifyFile } from '#lib/sessions/classify-file.ts'
import { lookAtRecord } from '#lib/sessions/look-at-record.ts'
import { type SessionSummary, summarizeSession } from '#lib/sessions/summarize-session.ts'
import { type Entry, listNames, statEntry } from '#lib/store/list-directory.ts'
import { digestOf, readEntry } from './read-entry.ts'

export type PlainReading = {
  /** Without directory and session id, which are the same for all and would make the message twice as long. */
  rows: FileRow[]
  state: DirectoryState
  /** The session that these files make, if they are all of it. */
  summary: SessionSummary
}

/** Asking each directory for its own time would take a tenth of a first scan; the first light one learns it. */
const UNKNOWN_TIME = 0

export type PlainOptions = { resultsDirectory: string; settleMs: number; nowMs: number }

/**
 * Reads a directory of which nothing is known yet, without asking the history anything. `null` unless it holds nothing
 * but files of one session and without a problem: whatever needs a second look is left to whoever knows more.
 */
export function readPlainDirectory(
  options: PlainOptions,
  area: Area,
  directory: string,
): PlainReading | null {
  const names = listNames(`${options.resultsDirectory}/${directory}`)
  if (names === null) return null
  const context = { ...options, isKnownId: () => false }
  const records: FileRecord[] = []
  for (const name of names) {
    const entry: Entry = { name, kind: 'file' }
    const record = isPlain(area, name) ? readEntry(context, area, directory, entry) : null
    if (record === null || record.beingWritten || record.problemCode !== null) return null
    records.push(record)
  }
  const summary = summarizeAlone(records, options.nowMs)
  if (summary === null) return null
  return {
    summary,
    rows: records.map(toSlimRow),
    state: { digest: digestOf(names, records), modifiedAtMs: UNKNOWN_TIME },
  }
}

function toSlimRow(record: FileRecord): FileRow {
  const row = toRow(record)
  row[0] = ''
  row[4] = null
  return row
}

/** `null` unless all files belong to one finished session, whose state no clock decides. */
function summarizeAlone(records: readonly FileRecord[], nowMs: number): SessionSummary | null {
  const id = records[0]?.sessionId ?? null
  if (id === null || records.some((record) => record.sessionId !== id || isLiveArea(record.area))) return null
  return summarizeSession(id, records, { nowMs, activeWindowMs: 0, signOf: lookAtRecord })
}

/** Whether a directory that holds nothing but files is as its digest says. */
export function isAsItWas({ resultsDirectory }: PlainOptions, directory: string, digest: string): boolean {
  const path = `${resultsDirectory}/${directory}`
  const names = listNames(path)
  if (names === null) return false
  const stamps: FileStamp[] = []
  for (const name of names) {
    const stat = statEntry(`${path}/${name}`)
    if (stat.kind !== 'file') return false
    stamps.push(stat)
  }
  return digest === digestOf(names, stamps)
}

/** Whether a file of this name can be opened and is, and so turns out to be something else where it is. */
function isPlain(area: Area, name: string): boolean {
  const kind = classifyFile(area, name)
  return kind !== null && kind !== 'summary' && !name.includes('\uFFFD')
}
