import type { FileKind, FileRecord } from '#lib/model/file-record.ts'
import type { ProblemCode } from '#lib/model/problem.ts'
import type { Area } from '#lib/model/run.ts'
import { isQuarantined, sessionIdBeforeEnding } from './classify-file.ts'
import { guessSessionId } from './session-id.ts'

/** Where a file lies, by the walk. */
export type FilePlace = { path: string; directory: string; name: string; area: Area; kind: FileKind }

export type ReadContext = {
  nowMs: number
  /** A broken file that changed within this time is being written, not corrupted. */
  settleMs: number
  isKnownId: (id: string) => boolean
}

export const QUARANTINED = 'Set aside as corrupted by the original recovery; its content is still there.'

/** Marks a record as broken, or as being written where it changed a moment ago. */
export function broken(
  record: FileRecord,
  code: ProblemCode,
  detail: string,
  context: ReadContext,
): FileRecord {
  if (code === 'symlink' || code === 'not_a_regular_file') record.kind = 'other'
  const isRun = record.kind === 'result' || record.kind === 'running'
  const beingWritten = Math.abs(context.nowMs - record.modifiedAtMs) < context.settleMs
  if (isRun) record.endedAtMs ??= record.modifiedAtMs
  if (beingWritten && UNSETTLED.has(code)) {
    record.beingWritten = true
    if (isRun) record.outcome = 'writing'
    return record
  }
  if (isRun) record.outcome = 'unreadable'
  record.problemCode = isQuarantined(record.name) ? 'quarantined' : code
  record.problemDetail = isQuarantined(record.name) ? `${QUARANTINED} ${detail}` : detail
  return record
}

/** Faults that a writer who is not done yet leaves for a moment. */
const UNSETTLED: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'empty_file',
  'invalid_utf8',
  'invalid_json',
  'not_a_result',
])

/** `null` for what belongs to no session: a report beside nothing, a listing of the area itself. */
export function sessionIdFromName(place: FilePlace, context: ReadContext): string | null {
  const parts = place.directory.split('/')
  const directoryName = parts.length > 1 ? (parts.at(-1) ?? null) : null
  if (place.kind === 'report') return directoryName
  const beforeEnding = place.kind === 'result' ? null : sessionIdBeforeEnding(place.name)
  if (beforeEnding !== null) return beforeEnding
  if (place.kind === 'running') return directoryName
  return guessSessionId(place.name, directoryName, context.isKnownId)
}

/** Why a text is no JSON, with the line where that shows. */
export function reasonOf({ message }: SyntaxError, text: string): string {
  if (/^Unexpected end|^Unterminated/.test(message)) return 'Not JSON: the file ends before the JSON does.'
  const position = /position (\d+)/.exec(message)?.[1]
  if (position === undefined)
    return `Not JSON: it begins with ${JSON.stringify(text.trimStart().slice(0, 20))}.`
  const line = text.slice(0, Number(position)).split('\n').length
  return `Not JSON: unexpected ${JSON.stringify(text[Number(position)] ?? 'end')} in line ${line}.`
}
