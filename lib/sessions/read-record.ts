import { shorten } from '#lib/format/shorten.ts'
import type { FileRecord, FileStamp } from '#lib/model/file-record.ts'
import type { ProblemCode } from '#lib/model/problem.ts'
import { isSessionId } from '#lib/model/session-id.ts'
import { ownField, parseJson } from '#lib/store/parse-json.ts'
import { type FileReading, HEAD_BYTES, TAIL_BYTES } from '#lib/store/read-file.ts'
import { readAgentWork } from './agent-fields.ts'
import {
  broken,
  type FilePlace,
  QUARANTINED,
  type ReadContext,
  reasonOf,
  takeNameId,
} from './broken-record.ts'
import { isQuarantined } from './classify-file.ts'
import { readLeadingFields, readTrailingFields } from './leading-fields.ts'
import { describe, PATH_LIMIT_CHARACTERS, type ResultFields, readResultFields } from './result-fields.ts'

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
      // One bad byte does not make the fields before it unknown.
      const fields = readLeadingFields(reading.text ?? '')
      describeBroken(record, place, (field) => withoutReplacement(fields.get(field)), context)
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
    idGuessed: false,
    taskId: null,
    agent: null,
    project: null,
    outcome: null,
    status: null,
    endedAtMs: null,
    executionMs: null,
    error: null,
    work: null,
    usage: null,
    expected: null,
    fullyChecked: true,
    duplicate: false,
    beingWritten: false,
    problemCode: null,
    problemDetail: null,
  }
}

function fromText(record: FileRecord, place: FilePlace, text: string, context: ReadContext): FileRecord {
  if (text === '') {
    takeNameId(record, place, context)
    return broken(record, 'empty_file', 'The file is empty.', context)
  }
  const reading = parseJson(text)
  if (reading.kind === 'too_complex')
    return fromEnds(record, place, text.slice(0, HEAD_BYTES), text.slice(-TAIL_BYTES), context)
  if (reading.kind === 'broken') {
    // The name is the fallback only: a broken file often still says whose it is.
    const fields = readLeadingFields(text)
    describeBroken(record, place, (field) => fields.get(field), context)
    return broken(record, 'invalid_json', reasonOf(reading.error, text), context)
  }
  const content = reading.value
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    takeNameId(record, place, context)
    const found = Array.isArray(content) ? 'a list' : content === null ? 'null' : `a ${typeof content}`
    return broken(record, 'not_a_result', `Expected a JSON object, found ${found}.`, context)
  }
  return fromFields(record, place, (field) => ownField(content, field), context)
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
  // Of two fields with one name, the last counts.
  const get = (field: string): unknown => (trailing?.has(field) ? trailing : leading).get(field)
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
  takeId(record, place, inside, context)
  // A session may be called "…_metadata", so a file that holds a result is one whatever its name.
  if (place.kind === 'metadata' && !(isSessionId(inside) && typeof get('task_id') === 'string')) {
    return asMetadata(record, get('expected_count'))
  }
  if (place.kind === 'integrated' || place.kind === 'report' || place.kind === 'note') return record
  const fields = readResultFields(get)
  takeFields(record, fields)
  if (place.kind === 'running' || isStart(get)) return asStarted(record, get)
  record.kind = 'result'
  if (fields.status === null) return broken(record, ...withoutStatus(record, fields), context)
  if (isQuarantined(place.name)) return broken(record, 'quarantined', QUARANTINED, context)
  if (!isSessionId(inside)) {
    if (inside === undefined) fields.missing.unshift('session_id')
    else
      fields.invalid.unshift(`"session_id" is ${describe(inside)}, expected text of at most 255 characters`)
  }
  return flawed(record, fields)
}

/** What was written when an agent started, and was moved since along with its session. */
const isStart = (get: (field: string) => unknown): boolean =>
  get('status') === undefined && typeof get('started_at') === 'string' && typeof get('agent_id') === 'string'

/** An agent at work; where nobody waits for it any more, one that was cut off. */
function asStarted(record: FileRecord, get: (field: string) => unknown): FileRecord {
  const isAtWork = record.area === 'running'
  record.kind = 'running'
  record.work = readAgentWork(get)
  record.outcome = isAtWork ? 'running' : 'interrupted'
  record.status = null
  record.error = null
  record.usage = null
  record.endedAtMs = isAtWork ? (record.work.startedAtMs ?? record.modifiedAtMs) : record.modifiedAtMs
  record.executionMs = null
  const project = get('cwd')
  record.project =
    typeof project === 'string' && project !== '' ? shorten(project, PATH_LIMIT_CHARACTERS) : null
  return record
}

function withoutStatus(
  record: FileRecord,
  { missing, invalid }: ResultFields,
): [code: ProblemCode, detail: string] {
  if (!record.fullyChecked) {
    const detail =
      'Its status stands neither at its beginning nor at its end, and more of a file so large is not read.'
    return ['not_fully_checked', detail]
  }
  const parts = [...(missing.length > 0 ? [`missing: ${missing.join(', ')}`] : []), ...invalid]
  return ['not_a_result', `Expected a result with a "status"; ${parts.join('; ')}.`]
}

/** What holds bytes that are no text is not what was written. */
const withoutReplacement = (value: unknown): unknown =>
  typeof value === 'string' && value.includes('\uFFFD') ? undefined : value

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
  record.usage = fields.usage
}

function flawed(record: FileRecord, { missing: absent, invalid }: ResultFields): FileRecord {
  // In the middle of a large file, where nobody looked, there may be what is not at its ends.
  const missing = record.fullyChecked ? absent : []
  if (missing.length === 0 && invalid.length === 0) return record
  record.problemCode = missing.length > 0 ? 'missing_field' : 'invalid_field'
  const sentences = missing.length > 0 ? [`Missing: ${missing.join(', ')}`, ...invalid] : invalid
  record.problemDetail = `${sentences.join('; ')}.`
  return record
}

/** The id inside is the truth; the name is the fallback. */
function takeId(record: FileRecord, place: FilePlace, inside: unknown, context: ReadContext): void {
  if (isSessionId(inside)) record.sessionId = inside
  else takeNameId(record, place, context)
}

/** What a broken file still tells of its run. */
function describeBroken(
  record: FileRecord,
  place: FilePlace,
  get: (field: string) => unknown,
  context: ReadContext,
): void {
  takeId(record, place, get('session_id'), context)
  if (place.kind !== 'result' && place.kind !== 'running') return
  const fields = readResultFields(get)
  takeFields(record, fields)
}
