import { isUtf8 } from 'node:buffer'
import { AppError } from '#lib/errors.ts'
import { type LongText, textOfJson } from './long-text.ts'

/** The fields of a JSON object. Text that is longer than the limit stays bytes; what is not asked for is not kept. */
export type ScannedObject = Map<string, unknown>

/** What stands for a long text among the fields. */
export class HeldText implements LongText {
  readonly #bytes: Buffer

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get sizeBytes(): number {
    return this.#bytes.length
  }

  pieces(): Iterable<string> {
    return textOfJson(this.#bytes).pieces()
  }
}

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const BACKSLASH = 0x5c

const LONG_BYTES = 1024 * 1024

/**
 * Reads a JSON object as strictly as `JSON.parse`, field by field, so that one of 100 MB costs no more memory than its
 * bytes. Throws `AppError('request_invalid')` where it is none.
 */
export function scanObject(bytes: Buffer, longBytes = LONG_BYTES): ScannedObject {
  if (!isUtf8(bytes)) throw invalid('it is no UTF-8')
  const fields: ScannedObject = new Map()
  let at = skipWhite(bytes, 0)
  if (bytes[at] !== OPEN_OBJECT) throw invalid(at >= bytes.length ? 'it is empty' : 'it is no JSON object')
  at = skipWhite(bytes, at + 1)
  if (bytes[at] === CLOSE_OBJECT) return ended(bytes, at, fields)
  for (;;) {
    const keyEnd = bytes[at] === QUOTE ? endOfString(bytes, at) : -1
    const colon = keyEnd === -1 ? -1 : skipWhite(bytes, keyEnd)
    if (colon === -1 || bytes[colon] !== COLON) throw invalid(`a field was expected at byte ${at}`)
    const start = skipWhite(bytes, colon + 1)
    const end = endOfValue(bytes, start)
    fields.set(
      String(parse(bytes.subarray(at, keyEnd), at)),
      readValue(bytes.subarray(start, end), start, longBytes),
    )
    at = skipWhite(bytes, end)
    if (bytes[at] === CLOSE_OBJECT) return ended(bytes, at, fields)
    if (at >= bytes.length) throw invalid('it breaks off')
    if (bytes[at] !== COMMA) throw invalid(`a comma was expected at byte ${at}`)
    at = skipWhite(bytes, at + 1)
  }
}

function ended(bytes: Buffer, close: number, fields: ScannedObject): ScannedObject {
  const after = skipWhite(bytes, close + 1)
  if (after < bytes.length) throw invalid(`it goes on behind its end, at byte ${after}`)
  return fields
}

function readValue(bytes: Buffer, at: number, longBytes: number): unknown {
  if (bytes[0] === QUOTE && bytes.length > longBytes) return new HeldText(bytes.subarray(1, -1))
  return parse(bytes, at)
}

function parse(bytes: Buffer, at: number): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) throw invalid(`what stands at byte ${at} is no JSON`)
    throw error
  }
}

function skipWhite(bytes: Buffer, from: number): number {
  let at = from
  while (at < bytes.length && isWhite(bytes[at])) at += 1
  return at
}

const isWhite = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

/** The index behind the closing quote, or -1. */
function endOfString(bytes: Buffer, start: number): number {
  let at = bytes.indexOf(QUOTE, start + 1)
  while (at !== -1 && isEscaped(bytes, at)) at = bytes.indexOf(QUOTE, at + 1)
  return at === -1 ? -1 : at + 1
}

function isEscaped(bytes: Buffer, quote: number): boolean {
  let slashes = 0
  while (bytes[quote - 1 - slashes] === BACKSLASH) slashes += 1
  return slashes % 2 === 1
}

function endOfValue(bytes: Buffer, start: number): number {
  const first = bytes[start]
  const end =
    first === QUOTE
      ? endOfString(bytes, start)
      : first === OPEN_OBJECT || first === OPEN_LIST
        ? endOfContainer(bytes, start)
        : endOfWord(bytes, start)
  if (end === -1) throw invalid('it breaks off')
  return end
}

function endOfWord(bytes: Buffer, start: number): number {
  let at = start
  while (at < bytes.length && !isWhite(bytes[at]) && bytes[at] !== COMMA && bytes[at] !== CLOSE_OBJECT)
    at += 1
  return at === bytes.length ? -1 : at
}

/** What is in it is judged when it is parsed. */
function endOfContainer(bytes: Buffer, start: number): number {
  let depth = 0
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (byte === QUOTE) {
      at = endOfString(bytes, at) - 1
      if (at < 0) return -1
    } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth += 1
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) depth -= 1
    if (depth === 0) return at + 1
  }
  return -1
}

function invalid(what: string): AppError {
  return new AppError('request_invalid', `Expected the JSON object of a hook on standard input: ${what}.`)
}
