import { quoteForShell } from '#lib/format/shell.ts'
import type { FileRecord } from '#lib/model/file-record.ts'
import { nameWithoutNumber } from '#lib/model/free-name.ts'
import { parseNote, type QuarantineNote } from '#lib/model/quarantine-note.ts'
import { splitPath } from '#lib/model/relative-path.ts'
import { parseJson } from '#lib/store/parse-json.ts'
import type { FileReading } from '#lib/store/read-file.ts'

/** What a note in the quarantine says; `null` for what cannot be read or is none. */
export function toNote(reading: FileReading): QuarantineNote | null {
  if (reading.kind !== 'whole') return null
  const json = parseJson(reading.text)
  return json.kind === 'value' ? parseNote(json.value) : null
}

/** The record of a note: an answer that was cut short goes on being a problem of its session. Pure. */
export function noteRecord(record: FileRecord, note: QuarantineNote | null): FileRecord {
  if (note === null) return { ...record, kind: 'other' }
  const { session_id, task_id, agent, missing, path } = note
  const isCut = note.done === 'completed' && missing !== null
  return {
    ...record,
    sessionId: session_id,
    taskId: task_id,
    agent,
    expected: note.repaired?.bytes ?? null,
    endedAtMs: note.repaired?.modified_at_ms ?? null,
    problemCode: isCut ? 'cut_short' : null,
    problemDetail: isCut ? `${splitPath(path).name} was cut short and completed. ${missing}` : null,
  }
}

/** The record of a file that was set aside: the note says whose it is, where its own bytes do not. Pure. */
export function asideRecord(record: FileRecord, note: QuarantineNote | null): FileRecord {
  if (note === null) return { ...record, problemCode: 'quarantined', problemDetail: ASIDE }
  return {
    ...record,
    sessionId: note.session_id,
    idGuessed: false,
    taskId: note.task_id,
    agent: note.agent,
    outcome: 'unreadable',
    beingWritten: false,
    problemCode: 'quarantined',
    problemDetail: `${ASIDE} ${note.reason} "trinitas undo ${operationOf(record)}" brings it back.`,
  }
}

/** By the directory that it lies in, which no note can say otherwise. */
const operationOf = ({ directory }: FileRecord): string => quoteForShell(splitPath(directory).name)

const ASIDE = 'Set aside, since it cannot be repaired without a person.'

type Repaired = Pick<FileRecord, 'name' | 'sizeBytes' | 'modifiedAtMs'>

/** Whether this is still the file that stands for what was cut short: whoever edits it since makes it another. */
export function standsFor({ path, repaired }: QuarantineNote, file: Repaired): boolean {
  return (
    repaired !== null &&
    repaired.bytes === file.sizeBytes &&
    Math.abs(repaired.modified_at_ms - file.modifiedAtMs) < 1 &&
    nameWithoutNumber(splitPath(path).name).replace(/\.corrupted$/, '') ===
      nameWithoutNumber(file.name).replace(/\.corrupted$/, '')
  )
}
