import { maskSecrets } from '#lib/format/mask-secrets.ts'
import { shorten } from '#lib/format/shorten.ts'
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

/** Which session a file belongs to by its name; `null` for a report beside nothing. Says where that is a guess. */
export function takeNameId(record: FileRecord, place: FilePlace, context: ReadContext): void {
  const directoryName = directoryNameOf(place)
  const beforeEnding = place.kind === 'result' ? null : sessionIdBeforeEnding(place.name)
  if (place.kind === 'report') record.sessionId = directoryName
  else if (beforeEnding !== null) record.sessionId = beforeEnding
  else if (place.kind === 'running') record.sessionId = directoryName
  else {
    record.sessionId = guessSessionId(place.name, directoryName, context.isKnownId)
    record.idGuessed = true
  }
}

/** The name of the directory that a session has for itself, `null` for a file that lies directly in an area. */
export function directoryNameOf({ directory }: Pick<FilePlace, 'directory'>): string | null {
  const parts = directory.split('/')
  return parts.length > 1 ? (parts.at(-1) ?? null) : null
}

/** Why a text is no JSON, with the line where that shows. */
export function reasonOf({ message }: SyntaxError, text: string): string {
  if (/^Unexpected end|^Unterminated/.test(message)) return 'Not JSON: the file ends before the JSON does.'
  const position = positionOf(message, text)
  if (position === null) return `Not JSON: it begins with ${JSON.stringify(beginningOf(text))}.`
  const line = text.slice(0, position).split('\n').length
  return `Not JSON: unexpected ${JSON.stringify(text[position] ?? 'end')} in line ${line}.`
}

/** Masked before it is cut, since half a key is not known as one. */
const beginningOf = (text: string): string => shorten(maskSecrets(shorten(text.trimStart(), 500)), 20)

/** The engine names a position, or quotes what stands around a token. */
function positionOf(message: string, text: string): number | null {
  const named = /position (\d+)/.exec(message)?.[1]
  if (named !== undefined) return Number(named)
  const [, token = '', around = ''] =
    /^Unexpected token '([\s\S]+)', (?:\.\.\.)?"([\s\S]*?)"(?:\.\.\.)? is not valid JSON$/.exec(message) ?? []
  const start = around === '' ? -1 : text.indexOf(around)
  const within = around.indexOf(token, Math.min(QUOTED_BEFORE, Math.max(0, around.length - 1)))
  return start <= 0 || within === -1 ? null : start + within
}

/** How much the engine quotes before the token. */
const QUOTED_BEFORE = 10
