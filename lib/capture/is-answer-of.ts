import { ownField, parseJson } from '#lib/store/parse-json.ts'
import type { LongText } from './long-text.ts'
import { readWherePossible } from './read-small-file.ts'

/** Longer ones are not compared: a result too many is better than one too few. */
const LIMIT_BYTES = 16 * 1024 * 1024

/** Whether a result file holds that answer already. */
export function isAnswerOf(path: string, answer: LongText): boolean {
  const reading = readWherePossible(path, LIMIT_BYTES)
  if (!reading?.whole) return false
  const json = parseJson(reading.bytes.toString('utf8'))
  const text = json.kind === 'value' ? ownField(json.value, 'result') : undefined
  return typeof text === 'string' && startsWithAll(text, answer)
}

/** All of the answer, and behind it the newline that was added at most. */
function startsWithAll(text: string, answer: LongText): boolean {
  let at = 0
  for (const piece of answer.pieces()) {
    if (!text.startsWith(piece, at)) return false
    at += piece.length
  }
  return text.slice(at) === '' || text.slice(at) === '\n'
}
