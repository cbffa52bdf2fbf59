export type JsonReading =
  | { kind: 'value'; value: unknown }
  | { kind: 'broken'; error: SyntaxError }
  /** It may be whole and right; to find that out would take more memory than any result is worth. */
  | { kind: 'too_complex' }

/** A shorter text cannot hold enough to matter. */
const HARMLESS_CHARACTERS = 1_000_000
/** A file of brackets takes sixty times its own size in memory; as many as these take some 50 MB. */
const STRUCTURE_LIMIT = 500_000

/**
 * Parses what a file holds. Fields called `__proto__` become fields like any other, so what is taken from the value
 * must be taken with `ownField`.
 */
export function parseJson(text: string): JsonReading {
  if (text.length > HARMLESS_CHARACTERS && isTooComplex(text)) return { kind: 'too_complex' }
  try {
    return { kind: 'value', value: JSON.parse(text) }
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: 'broken', error }
    throw error
  }
}

/** The field of an object that the file itself has; `undefined` for anything else, inherited fields included. */
export function ownField(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.getOwnPropertyDescriptor(value, name)?.value
}

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_LIST = 0x5b
const OPEN_OBJECT = 0x7b
const BACKSLASH = 0x5c

/** Counts what makes an object, a list or a field, strings aside. */
function isTooComplex(text: string): boolean {
  let structures = 0
  for (let at = 0; at < text.length && structures <= STRUCTURE_LIMIT; at += 1) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) at = endOfString(text, at)
    else if (code === COMMA || code === COLON || code === OPEN_LIST || code === OPEN_OBJECT) structures += 1
  }
  return structures > STRUCTURE_LIMIT
}

/** The index of the closing quote, or the end of the text. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) return at
    if (code === BACKSLASH) at += 1
  }
  return text.length
}
