import { BACKSLASH, LINE_FEED, QUOTE, SPACE } from './json-bytes.ts'
import { unfinishedBytes } from './utf8.ts'

const LONGEST_WORD_BYTES = 40
/** The longest character of UTF-8. */
const CHARACTER_BYTES = 4
const DELIMITERS = new Set<number | undefined>(Buffer.from('",:{}[]'))

/** "line 6, column 27", both from 1; columns count UTF-16 units, as editors do. */
export function describePlace(bytes: Uint8Array, at: number): string {
  let line = 1
  let lineStart = 0
  for (
    let found = bytes.indexOf(LINE_FEED);
    found !== -1 && found < at;
    found = bytes.indexOf(LINE_FEED, lineStart)
  ) {
    line += 1
    lineStart = found + 1
  }
  return `line ${line}, column ${decode(bytes.subarray(lineStart, at)).length + 1}`
}

/** The character there: in quotes, or by name where it cannot be seen. */
export function describeCharacter(bytes: Uint8Array, at: number): string {
  const char = characterAt(bytes, at)
  if (char === '\n' || char === '\r') return 'line break'
  if (char === '\t') return 'tab'
  if (isVisible(char)) return char === "'" ? '"\'"' : `'${char}'`
  return `character U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

export function characterAt(bytes: Uint8Array, at: number): string {
  const [char = ''] = decode(bytes.subarray(at, at + CHARACTER_BYTES))
  return char
}

export function isVisible(char: string): boolean {
  return !/^[\p{C}\p{Z}]$/u.test(char)
}

/** The word around a byte, up to what separates values, shortened where it is long; `isStart` where none goes on there. */
export function wordAround(bytes: Uint8Array, at: number): { word: string; isStart: boolean } {
  let start = at
  while (at - start < LONGEST_WORD_BYTES && start > 0 && isWordByte(bytes[start - 1])) start -= 1
  let end = at
  while (end - at < LONGEST_WORD_BYTES && end < bytes.length && isWordByte(bytes[end])) end += 1
  const word = bytes.subarray(start, end)
  return {
    word: decode(word.subarray(0, word.length - unfinishedBytes(word))),
    isStart: start === at || end === at,
  }
}

export function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}

function isWordByte(byte: number | undefined): boolean {
  return byte !== undefined && byte > SPACE && byte !== QUOTE && byte !== BACKSLASH && !DELIMITERS.has(byte)
}
