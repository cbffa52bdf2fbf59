import type { LongText } from './long-text.ts'
import { textOf } from './long-text.ts'

export type CapturedStatus = 'success' | 'error' | 'timeout' | 'interrupted'

/** One result, in the fields and the order of the original's hook. */
export type CapturedResult = {
  session_id: string
  task_id: string
  subagent_type: string
  /** ISO 8601 with milliseconds, UTC. */
  timestamp: string
  /** Milliseconds; 0 is unknown. */
  execution_time_ms: number
  status: CapturedStatus
  result: LongText
  error: string | null
  metadata: Readonly<Record<string, string | number>>
}

/** The text of its file: four spaces of indent, a final newline, and an answer of any length piece by piece. */
export function* resultPieces({ result, error, metadata, ...head }: CapturedResult): Generator<string> {
  yield JSON.stringify(head, null, 4).slice(0, -'\n}'.length)
  yield ',\n    "result": "'
  let last = '\n'
  for (const piece of result.pieces()) {
    if (piece !== '') last = piece.slice(-1)
    yield JSON.stringify(piece).slice(1, -1)
  }
  // An answer ends in a newline there, and where there was no error, one is all that stands for it.
  const end = { error: error === null ? '\n' : withNewline(error), metadata }
  yield last === '\n' ? '",' : '\\n",'
  yield `${JSON.stringify(end, null, 4).slice('{'.length)}\n`
}

const withNewline = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`)

export const NO_TEXT: LongText = textOf('')
