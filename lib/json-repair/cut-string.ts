import { BACKSLASH } from './json-bytes.ts'
import { unfinishedBytes } from './utf8.ts'

/** `\ud83d\ude0`: the most that can be left of one character. */
const LONGEST_REST_BYTES = 11
const UNFINISHED_ESCAPE = /\\(?:u[0-9a-fA-F]{0,3})?$/
const HIGH_SURROGATE = /\\u[dD][89abAB][0-9a-fA-F]{2}$/
const START_OF_LOW_SURROGATE = /^(?:\\(?:u(?:[dD](?:[c-fC-F][0-9a-fA-F]?)?)?)?)?$/

/**
 * Where the whole characters end of a string that is cut at the end of `bytes`: behind them may stand a part of a
 * UTF-8 sequence, a part of an escape, or the first half of a surrogate pair. `start` is behind the opening quote.
 */
export function endOfCharacters(bytes: Uint8Array, start: number): number {
  const unfinished = unfinishedBytes(bytes)
  if (unfinished > 0) return bytes.length - unfinished
  const end = escapeStart(bytes, start, bytes.length, UNFINISHED_ESCAPE)
  const high = escapeStart(bytes, start, end, HIGH_SURROGATE)
  return START_OF_LOW_SURROGATE.test(latin1(bytes, end, bytes.length)) ? high : end
}

/** Where the escape starts that `pattern` finds at the end, or `end`. */
function escapeStart(bytes: Uint8Array, start: number, end: number, pattern: RegExp): number {
  const rest = latin1(bytes, Math.max(start, end - LONGEST_REST_BYTES), end)
  const found = pattern.exec(rest)
  if (found === null) return end
  const at = end - found[0].length
  return isEscaped(bytes, start, at) ? end : at
}

/** Whether the backslash at `at` is itself the second half of an escape. */
function isEscaped(bytes: Uint8Array, start: number, at: number): boolean {
  let first = at
  while (first > start && bytes[first - 1] === BACKSLASH) first -= 1
  return (at - first) % 2 === 1
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.subarray(start, end)).toString('latin1')
}
