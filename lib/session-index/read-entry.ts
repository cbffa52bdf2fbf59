import { hash } from 'node:crypto'
import type { FileRecord, FileStamp } from '#lib/model/file-record.ts'
import type { ProblemCode } from '#lib/model/problem.ts'
import { NOTE_ENDING } from '#lib/model/quarantine-note.ts'
import type { Area } from '#lib/model/run.ts'
import type { FilePlace, ReadContext } from '#lib/sessions/broken-record.ts'
import { classifyFile, sessionIdBeforeEnding } from '#lib/sessions/classify-file.ts'
import { asideRecord, noteRecord, toNote } from '#lib/sessions/quarantined-record.ts'
import { emptyRecord, toFileRecord } from '#lib/sessions/read-record.ts'
import { type Entry, statEntry } from '#lib/store/list-directory.ts'
import { readTextFile } from '#lib/store/read-file.ts'

/** Directories below an area: a session's own, and as much more as a person may have put between. */
const DEPTH_LIMIT = 8

export const TOO_DEEP = `More than ${DEPTH_LIMIT} directories below the results: it is not read.`

/** Whether what lies in a directory below this one is not read any more. */
export const isDeepest = (directory: string): boolean => directory.split('/').length >= DEPTH_LIMIT

export type EntryContext = ReadContext & { resultsDirectory: string }

/** The record of one entry of a directory, which is no directory itself; `null` where it vanished. */
export function readEntry(
  context: EntryContext,
  area: Area,
  directory: string,
  entry: Entry,
): FileRecord | null {
  const path = `${directory}/${entry.name}`
  const absolute = `${context.resultsDirectory}/${path}`
  const kind = classifyFile(area, entry.name)
  const place: FilePlace = { path, directory, name: entry.name, area, kind: kind ?? 'other' }
  if (entry.kind === 'unnameable') {
    return withProblem(emptyRecord(place, null), 'unreadable', 'Its name is not valid UTF-8: rename it.')
  }
  if (kind === null || kind === 'summary') return listed(place, stampOf(absolute), entry)
  const record = toFileRecord(place, readTextFile(absolute), context)
  return area === '.quarantine' && record !== null ? quarantined(record, absolute) : record
}

/** Of a file there, the note beside it says what it is. */
function quarantined(record: FileRecord, absolute: string): FileRecord {
  if (record.kind === 'note') return noteRecord(record, toNote(readTextFile(absolute)))
  return asideRecord(record, toNote(readTextFile(`${absolute}${NOTE_ENDING}`)))
}

/** A file whose content says nothing to us still counts by its size; a link or a pipe is a problem anywhere. */
function listed(place: FilePlace, stamp: FileStamp | null, entry: Entry): FileRecord | null {
  if (stamp === null) return null
  const record = emptyRecord(place, stamp)
  if (entry.kind === 'symlink')
    return withProblem(record, 'symlink', 'A symbolic link, which is not followed.')
  if (entry.kind === 'other') return withProblem(record, 'not_a_regular_file', 'Expected a regular file.')
  if (place.kind === 'summary') record.sessionId = sessionIdBeforeEnding(place.name)
  return record
}

export function withProblem(record: FileRecord, code: ProblemCode, detail: string): FileRecord {
  record.problemCode = code
  record.problemDetail = detail
  record.kind = 'other'
  return record
}

export function stampOf(path: string): FileStamp | null {
  const stat = statEntry(path)
  return 'inode' in stat ? stat : null
}

/** What the files of a directory looked like, in short: equal digests mean that none of them changed. */
export function digestOf(names: readonly string[], stamps: readonly (FileStamp | null)[]): string {
  let text = ''
  for (const [at, name] of names.entries()) {
    const stamp = stamps[at]
    text += `${name}\0${stamp?.sizeBytes}\0${stamp?.modifiedAtMs}\0${stamp?.inode}\n`
  }
  return hash('sha1', text, 'base64')
}
