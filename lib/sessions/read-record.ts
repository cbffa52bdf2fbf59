import type { FileRecord, FileStamp } from '#lib/model/file-record.ts'
import type { FileReading } from '#lib/store/read-file.ts'
import {
  broken,
  type FilePlace,
  QUARANTINED,
  type ReadContext,
  reasonOf,
  sessionIdFromName,
} from './broken-record.ts'
import { isQuarantined } from './classify-file.ts'
import { readLeadingFields, readTrailingFields } from './leading-fields.ts'
import { type ResultFields, readResultFields } from './result-fields.ts'
import { isSessionId } from './session-id.ts'

/** Turns what the store read into the record of the index. `null` for a file that vanished. Pure. */
export function toFileRecord(
  place: FilePlace,
  reading: FileReading,
  context: ReadContext,
): FileRecord | null {
  if (reading.kind === 'gone') return null
  const record = emptyRecord(place, reading.stamp)
  switch (reading.kind) {
    case 'refused': {
      record.sessionId = sessionIdFromName(place, context)
      return broken(record, reading.code, reading.detail, context)
    }
    case 'whole':
      return fromText(record, place, reading.text, context)
    case 'ends':
      return fromEnds(record, place, reading.head, reading.tail, context)
  }
}

/** The record of a file that is listed but whose content is not read. */
export function emptyRecord(place: FilePlace, stamp: FileStamp | null): FileRecord {
  return {
    path: place.path,
    directory: place.directory,
    name: place.name,
    area: place.area,
    kind: place.kind,
    sizeBytes: stamp?.sizeBytes ?? 0,
    modifiedAtMs: stamp?.modifiedAtMs ?? 0,
    inode: stamp?.inode ?? 0,
    sessionId: null,
    taskId: null,
    agent: null,
    project: null,
    outcome: null,
    status: null,
    endedAtMs: null,
    executionMs: null,
    error: null,
    expected: null,
    fullyChecked: true,
    beingWritten: false,
    problemCode: null,
    problemDetail: null,
  }
}

function fromText(record: FileRecord, place: FilePlace, text: string, context: ReadContext): FileRecord {
  if (text === '') {
    record.sessionId = sessionIdFromName(place, context)
    return broken(record, 'empty_file', 'The file is empty.', context)
  }
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    // The name is the fallback only: a broken file often still says whose it is.
    const fields = readLeadingFields(text)
    describeBroken(record, place, (field) => fields.get(field), context)
    return broken(record, 'invalid_json', reasonOf(error, text), context)
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    record.sessionId = sessionIdFromName(place, context)
    const found = Array.isArray(content) ? 'a list' : content === null ? 'null' : `a ${typeof content}`
    return broken(record, 'not_a_result', `Expected a JSON object, found ${found}.`, context)
  }
  const object = content as Record<string, unknown>
  return fromFields(
    record,
    place,
    (field) => (Object.hasOwn(object, field) ? object[field] : undefined),
    context,
  )
}

function fromEnds(
  record: FileRecord,
  place: FilePlace,
  head: string,
  tail: string,
  context: ReadContext,
): FileRecord {
  record.fullyChecked = false
  const leading = readLeadingFields(head)
  const trailing = readTrailingFields(tail)
  const get = (field: string): unknown => leading.get(field) ?? trailing?.get(field)
  if (trailing !== null) return fromFields(record, place, get, context)
  describeBroken(record, place, get, context)
  return broken(record, 'invalid_json', 'The file ends before its closing brace: it was cut short.', context)
}

function fromFields(
  record: FileRecord,
  place: FilePlace,
  get: (field: string) => unknown,
  context: ReadContext,
): FileRecord {
  const inside = get('session_id')
  record.sessionId = isSessionId(inside) ? inside : sessionIdFromName(place, context)
  // A session may be called "…_metadata", so a file that holds a result is one whatever its name.
  if (place.kind === 'metadata' && !(isSessionId(inside) && typeof get('task_id') === 'string')) {
    return asMetadata(record, get('expected_count'))
  }
  if (place.kind === 'integrated' || place.kind === 'report') return record
  const fields = readResultFields(get)
  takeFields(record, fields)
  if (place.kind === 'running') {
    record.outcome = 'running'
    return record
  }
  record.kind = 'result'
  if (fields.status === null) {
    const detail = `Expected a result with a "status"; missing: ${['session_id', ...fields.missing].filter((name) => get(name) === undefined).join(', ')}.`
    return broken(record, 'not_a_result', detail, context)
  }
  if (isQuarantined(place.name)) return broken(record, 'quarantined', QUARANTINED, context)
  if (!isSessionId(inside)) fields.missing.unshift('session_id')
  return flawed(record, fields)
}

function asMetadata(record: FileRecord, expected: unknown): FileRecord {
  if (typeof expected === 'number' && Number.isSafeInteger(expected) && expected >= 0)
    record.expected = expected
  else if (expected !== undefined) {
    record.problemCode = 'invalid_field'
    record.problemDetail =
      '"expected_count" is not a whole number, so how many results are expected is unknown.'
  }
  return record
}

function takeFields(record: FileRecord, fields: ResultFields): void {
  record.taskId = fields.taskId
  record.agent = fields.agent
  record.project = fields.project
  record.outcome = fields.outcome
  record.status = fields.status
  record.endedAtMs = fields.timestampMs ?? record.modifiedAtMs
  record.executionMs = fields.executionMs
  record.error = fields.error
}

function flawed(record: FileRecord, { missing, invalid }: ResultFields): FileRecord {
  if (missing.length === 0 && invalid.length === 0) return record
  record.problemCode = missing.length > 0 ? 'missing_field' : 'invalid_field'
  const sentences = missing.length > 0 ? [`Missing: ${missing.join(', ')}`, ...invalid] : invalid
  record.problemDetail = `${sentences.join('; ')}.`
  return record
}

/** What a broken file still tells of its run. */
function describeBroken(
  record: FileRecord,
  place: FilePlace,
  get: (field: string) => unknown,
  context: ReadContext,
): void {
  const inside = get('session_id')
  record.sessionId = isSessionId(inside) ? inside : sessionIdFromName(place, context)
  if (place.kind !== 'result' && place.kind !== 'running') return
  const fields = readResultFields(get)
  takeFields(record, fields)
}
