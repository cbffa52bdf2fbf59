import { shorten } from '#lib/format/shorten.ts'
import type { Cut } from '#lib/json-repair/complete-json.ts'
import type { FileKind } from '#lib/model/file-record.ts'

/** A name may be as long as a file. */
const NAME_SHOWN = 100

/** As the capture hook writes them, in its order. */
const RESULT_FIELDS = [
  'session_id',
  'task_id',
  'subagent_type',
  'timestamp',
  'execution_time_ms',
  'status',
  'result',
  'error',
  'metadata',
] as const

/** What a file lacks that was cut short and completed, as a sentence; `null` where it lacks nothing that is known. */
export function missingOf({ complete, partial, at, what }: Cut, kind: FileKind): string | null {
  const there = new Set(complete)
  const known: readonly string[] = kind === 'result' || kind === 'running' ? RESULT_FIELDS : []
  const missing = known.filter((field) => !there.has(field) && field !== partial)
  const parts = [
    ...(partial === null ? [] : [breaksOff(partial, at, what)]),
    ...(missing.length === 0 ? [] : [`missing: ${missing.join(', ')}`]),
  ]
  if (parts.length === 0) return null
  const sentence = `${parts.join('; ')}.`
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

function breaksOff(partial: string, at: Cut['at'], what: Cut['what']): string {
  const where = shorten(at.length > 1 && what === 'string' ? at.join('.') : partial, NAME_SHOWN)
  return what === 'string' ? `"${where}" breaks off` : `"${where}" is there in part`
}
