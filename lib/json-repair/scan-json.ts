import { CLOSE_LIST, CLOSE_OBJECT, COLON, COMMA, MINUS, OPEN_LIST, OPEN_OBJECT, QUOTE } from './json-bytes.ts'
import {
  type Cursor,
  isDigit,
  type Passing,
  passLiteral,
  passNumber,
  passString,
  passWhite,
} from './scan-token.ts'

/** An object or a list that is open: where the key of its field in hand starts, or the index of its element. */
export type Level = { kind: 'object'; keyAt: number } | { kind: 'list'; index: number }

/** What was being written where a text ends early. */
export type CutWhat = 'string' | 'key' | 'number' | 'literal' | 'value' | 'structure'

/** What had to stand at the byte that is wrong. */
export type Expected =
  | 'value'
  | 'first_value'
  | 'key'
  | 'first_key'
  | 'colon'
  | 'comma'
  | 'nothing'
  | 'string_character'
  | 'less_depth'

export type CutScan = {
  kind: 'cut'
  what: CutWhat
  /** Where the string, key, number or literal starts that is there in part; else the end of the bytes. */
  tokenAt: number
  /** The end of what is surely whole: a value, or the bracket that opens one. */
  wholeEnd: number
  /** From the top; at least one. */
  open: Level[]
  /** Where the keys start of the top-level fields that are whole. */
  fieldsAt: number[]
}

export type Scan =
  | { kind: 'whole' }
  /** One value from the start up to `end`, and something else from `next` on. */
  | { kind: 'more'; end: number; next: number }
  /** The beginning of an object or a list. */
  | CutScan
  | { kind: 'wrong'; at: number; expected: Expected }

/** No result nests like this; it bounds the memory that a file of brackets takes. */
const DEPTH_LIMIT = 1_000_000

type Scanner = Cursor & { expected: Expected; wholeEnd: number; open: Level[]; fieldsAt: number[] }

/** Reads one JSON value strictly (RFC 8259), without recursion. That strings are UTF-8 is not looked at. */
export function scanJson(bytes: Uint8Array, from = 0): Scan {
  const scanner: Scanner = { bytes, at: from, expected: 'value', wholeEnd: from, open: [], fieldsAt: [] }
  for (;;) {
    passWhite(scanner)
    const tokenAt = scanner.at
    const isAtEnd = tokenAt === bytes.length
    if (scanner.expected === 'nothing') {
      return isAtEnd ? { kind: 'whole' } : { kind: 'more', end: scanner.wholeEnd, next: tokenAt }
    }
    const passing = isAtEnd ? 'cut' : step(scanner)
    if (passing === 'cut') return cutScan(scanner, tokenAt)
    if (passing === 'wrong') return { kind: 'wrong', at: scanner.at, expected: scanner.expected }
  }
}

function step(scanner: Scanner): Passing {
  const byte = scanner.bytes[scanner.at]
  switch (scanner.expected) {
    case 'first_value':
      return byte === CLOSE_LIST ? closeLevel(scanner) : passValue(scanner)
    case 'value':
      return passValue(scanner)
    case 'first_key':
      return byte === CLOSE_OBJECT ? closeLevel(scanner) : passKey(scanner)
    case 'key':
      return passKey(scanner)
    case 'colon':
      return byte === COLON ? goOn(scanner, 'value') : 'wrong'
    default:
      return passComma(scanner)
  }
}

function passValue(scanner: Scanner): Passing {
  const byte = scanner.bytes[scanner.at]
  if (byte === OPEN_OBJECT || byte === OPEN_LIST) return openLevel(scanner, byte)
  const passing = passScalar(scanner, byte)
  if (passing === 'done') endValue(scanner)
  return passing
}

function passScalar(scanner: Scanner, byte: number | undefined): Passing {
  if (byte === QUOTE) return passQuoted(scanner)
  return byte === MINUS || isDigit(byte) ? passNumber(scanner) : passLiteral(scanner)
}

function passQuoted(scanner: Scanner): Passing {
  const passing = passString(scanner)
  if (passing === 'wrong') scanner.expected = 'string_character'
  return passing
}

function passKey(scanner: Scanner): Passing {
  const level = scanner.open.at(-1)
  if (level?.kind !== 'object' || scanner.bytes[scanner.at] !== QUOTE) return 'wrong'
  level.keyAt = scanner.at
  const passing = passQuoted(scanner)
  if (passing === 'done') scanner.expected = 'colon'
  return passing
}

function passComma(scanner: Scanner): Passing {
  const level = scanner.open.at(-1)
  const byte = scanner.bytes[scanner.at]
  if (byte === (level?.kind === 'list' ? CLOSE_LIST : CLOSE_OBJECT)) return closeLevel(scanner)
  if (byte !== COMMA) return 'wrong'
  if (level?.kind !== 'list') return goOn(scanner, 'key')
  level.index += 1
  return goOn(scanner, 'value')
}

function goOn(scanner: Scanner, expected: Expected): Passing {
  scanner.at += 1
  scanner.expected = expected
  return 'done'
}

function openLevel(scanner: Scanner, bracket: number): Passing {
  if (scanner.open.length === DEPTH_LIMIT) {
    scanner.expected = 'less_depth'
    return 'wrong'
  }
  const isObject = bracket === OPEN_OBJECT
  scanner.open.push(isObject ? { kind: 'object', keyAt: scanner.at } : { kind: 'list', index: 0 })
  scanner.wholeEnd = scanner.at + 1
  return goOn(scanner, isObject ? 'first_key' : 'first_value')
}

function closeLevel(scanner: Scanner): Passing {
  scanner.open.pop()
  scanner.at += 1
  endValue(scanner)
  return 'done'
}

function endValue(scanner: Scanner): void {
  scanner.wholeEnd = scanner.at
  scanner.expected = scanner.open.length === 0 ? 'nothing' : 'comma'
  const top = scanner.open[0]
  if (scanner.open.length === 1 && top?.kind === 'object') scanner.fieldsAt.push(top.keyAt)
}

function cutScan(scanner: Scanner, tokenAt: number): Scan {
  const { bytes, at, expected, wholeEnd, open, fieldsAt } = scanner
  const what = cutWhat(scanner, tokenAt)
  if (open.length > 0) return { kind: 'cut', what, tokenAt, wholeEnd, open, fieldsAt }
  // Without brackets around it only a number can be whole at the end of the bytes: where it ends with a digit.
  return what === 'number' && isDigit(bytes[at - 1]) ? { kind: 'whole' } : { kind: 'wrong', at, expected }
}

function cutWhat(scanner: Scanner, tokenAt: number): CutWhat {
  const { bytes, expected, open } = scanner
  const byte = bytes[tokenAt]
  const isKey = expected === 'key' || expected === 'first_key'
  if (byte === QUOTE) return isKey ? 'key' : 'string'
  if (byte !== undefined) return byte === MINUS || isDigit(byte) ? 'number' : 'literal'
  const isFieldWithoutValue = open.at(-1)?.kind === 'object' && (expected === 'colon' || expected === 'value')
  return isFieldWithoutValue ? 'value' : 'structure'
}
