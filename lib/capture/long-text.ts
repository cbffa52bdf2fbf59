/**
 * Text of any length as pieces, each short: an answer of 100 MB is read and written so, and never held as a string. No
 * piece ends within a character.
 */
export type LongText = { pieces(): Iterable<string> }

const PIECE_CHARACTERS = 256 * 1024

export function textOf(text: string): LongText {
  return {
    *pieces() {
      for (let at = 0; at < text.length; ) {
        const end = endOfPiece(text, at + PIECE_CHARACTERS)
        yield text.slice(at, end)
        at = end
      }
    },
  }
}

/** Before the second half of a character no piece ends. */
function endOfPiece(text: string, end: number): number {
  const code = text.charCodeAt(end - 1)
  return end < text.length && code >= 0xd800 && code < 0xdc00 ? end + 1 : end
}

const PIECE_BYTES = 256 * 1024
const BACKSLASH = 0x5c

/**
 * The text of a JSON string whose bytes, without the quotes, are these. Throws a `SyntaxError` at the piece that is none,
 * and a `TypeError` for what is no UTF-8.
 */
export function textOfJson(bytes: Buffer): LongText {
  return {
    *pieces() {
      const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
      for (let at = 0; at < bytes.length; ) {
        const end = endOfEscaped(bytes, at, Math.min(at + PIECE_BYTES, bytes.length))
        const piece: unknown = JSON.parse(`"${decoder.decode(bytes.subarray(at, end))}"`)
        if (typeof piece === 'string') yield piece
        at = end
      }
    },
  }
}

/** Where a piece may end that is at least so long: not within a character of several bytes, an escape, or a pair of them. */
function endOfEscaped(bytes: Buffer, from: number, wanted: number): number {
  let at = from
  while (at < wanted) at += bytes[at] === BACKSLASH ? escapeLength(bytes, at) : 1
  while (at < bytes.length && ((bytes[at] ?? 0) & 0xc0) === 0x80) at += 1
  return Math.min(at, bytes.length)
}

const LETTER_U = 0x75
const LETTER_D = 0x64
/** As in "\u00e9". */
const LONG_ESCAPE_BYTES = 6

/** Of "\n", "\u00e9", or both halves of a character. */
function escapeLength(bytes: Buffer, at: number): number {
  if (bytes[at + 1] !== LETTER_U) return 2
  // "\ud800" to "\udbff" begin a pair.
  const isHalf =
    ((bytes[at + 2] ?? 0) | 0x20) === LETTER_D && /[89ab]/i.test(String.fromCharCode(bytes[at + 3] ?? 0))
  const next = at + LONG_ESCAPE_BYTES
  const isPair = isHalf && bytes[next] === BACKSLASH && bytes[next + 1] === LETTER_U
  return isPair ? 2 * LONG_ESCAPE_BYTES : LONG_ESCAPE_BYTES
}
