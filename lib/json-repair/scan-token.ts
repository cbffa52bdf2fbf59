import { BACKSLASH, DOT, LOWER_U, MINUS, NINE, PLUS, QUOTE, SPACE, ZERO } from './json-bytes.ts'

/** A place in the bytes; passing something moves `at` behind it. */
export type Cursor = { readonly bytes: Uint8Array; at: number }

/**
 * How passing a token went: it stands whole, the bytes end within it, or the byte at the cursor cannot belong to it.
 */
export type Passing = 'done' | 'cut' | 'wrong'

export function passWhite(cursor: Cursor): void {
  const { bytes } = cursor
  let at = cursor.at
  while (isWhite(bytes[at])) at += 1
  cursor.at = at
}

/** Passes a string of which the opening quote is at the cursor. Its UTF-8 is not looked at. */
export function passString(cursor: Cursor): Passing {
  const { bytes } = cursor
  cursor.at += 1
  for (;;) {
    cursor.at = endOfPlain(bytes, cursor.at)
    if (cursor.at === bytes.length) return 'cut'
    if (bytes[cursor.at] === QUOTE) {
      cursor.at += 1
      return 'done'
    }
    if (bytes[cursor.at] !== BACKSLASH) return 'wrong'
    const passing = passUnicodeEscape(cursor)
    if (passing !== 'done') return passing
  }
}

/** A number that reaches the end of the bytes counts as cut: another digit may have followed. */
export function passNumber(cursor: Cursor): Passing {
  const { bytes } = cursor
  if (bytes[cursor.at] === MINUS) cursor.at += 1
  if (bytes[cursor.at] === ZERO) cursor.at += 1
  else if (!passDigits(cursor)) return unfinished(cursor)
  if (bytes[cursor.at] === DOT) {
    cursor.at += 1
    if (!passDigits(cursor)) return unfinished(cursor)
  }
  if (isExponent(bytes[cursor.at])) {
    cursor.at += 1
    if (bytes[cursor.at] === PLUS || bytes[cursor.at] === MINUS) cursor.at += 1
    if (!passDigits(cursor)) return unfinished(cursor)
  }
  return cursor.at === bytes.length ? 'cut' : 'done'
}

/** Passes `true`, `false` or `null`. */
export function passLiteral(cursor: Cursor): Passing {
  const literal = LITERALS.get(cursor.bytes[cursor.at])
  if (literal === undefined) return 'wrong'
  for (const byte of literal) {
    if (cursor.bytes[cursor.at] !== byte) return unfinished(cursor)
    cursor.at += 1
  }
  return 'done'
}

export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE
}

export function isWhite(byte: number | undefined): boolean {
  return isIn(WHITE, byte)
}

const LITERALS = new Map<number | undefined, Uint8Array>(
  ['true', 'false', 'null'].map((word) => [word.charCodeAt(0), Buffer.from(word)]),
)
/** What a string holds as it is. */
const PLAIN = new Uint8Array(256).fill(1, SPACE)
PLAIN[QUOTE] = 0
PLAIN[BACKSLASH] = 0
/** What may follow a backslash, `u` aside. */
const ESCAPES = tableOf('"\\/bfnrt')
const WHITE = tableOf(' \n\r\t')
const HEX_DIGITS = tableOf('0123456789abcdefABCDEF')
const UNICODE_DIGITS = 4

/**
 * The index of the first byte that ends a string, is no part of one, or starts an escape of more than two bytes. Nearly
 * all bytes go through this loop.
 */
function endOfPlain(bytes: Uint8Array, start: number): number {
  for (let at = start; at < bytes.length; at += 1) {
    if (isIn(PLAIN, bytes[at])) continue
    if (bytes[at] !== BACKSLASH || !isIn(ESCAPES, bytes[at + 1])) return at
    at += 1
  }
  return bytes.length
}

/** Passes `\u` and its digits. */
function passUnicodeEscape(cursor: Cursor): Passing {
  const { bytes } = cursor
  cursor.at += 1
  if (bytes[cursor.at] !== LOWER_U) return unfinished(cursor)
  cursor.at += 1
  for (const end = cursor.at + UNICODE_DIGITS; cursor.at < end; cursor.at += 1) {
    if (!isIn(HEX_DIGITS, bytes[cursor.at])) return unfinished(cursor)
  }
  return 'done'
}

/** Whether there was one digit at least. */
function passDigits(cursor: Cursor): boolean {
  const start = cursor.at
  while (isDigit(cursor.bytes[cursor.at])) cursor.at += 1
  return cursor.at > start
}

function isExponent(byte: number | undefined): boolean {
  return byte === 0x65 || byte === 0x45
}

function unfinished(cursor: Cursor): Passing {
  return cursor.at >= cursor.bytes.length ? 'cut' : 'wrong'
}

/** 1 at the index of each byte of `chars`. */
function tableOf(chars: string): Uint8Array {
  const table = new Uint8Array(256)
  for (const byte of Buffer.from(chars)) table[byte] = 1
  return table
}

function isIn(table: Uint8Array, byte: number | undefined): boolean {
  return byte !== undefined && table[byte] === 1
}
