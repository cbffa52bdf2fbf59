import {
  isInDoubt,
  isQuote,
  newReader,
  passGap,
  type Reader,
  readBare,
  readName,
  readQuoted,
} from './lenient-token.ts'

export type LenientValue =
  | { kind: 'string'; value: string }
  /** A number, a literal or a word without quotes, as it is written. */
  | { kind: 'bare'; text: string }
  | { kind: 'list'; items: LenientValue[] }
  | { kind: 'object'; fields: Map<string, LenientValue> }

const DEPTH_LIMIT = 200

/**
 * Reads JSON that people or programs wrote a little wrong, where no doubt is left of what it says. Besides JSON it
 * takes names without quotes, single quotes, comments, commas too many at the end of a list or too few at the end of a
 * line, line breaks and tabs within strings, and bare words for values. `null` for anything else: above all for a
 * quote that is not escaped within a string, a name that comes twice in an object, anything behind the value, and
 * more than 200 levels; and where a text may have ended at a quote of its own, so that a comment, or a line that stands for
 * a comma, was the rest of it.
 */
export function readLenient(text: string): LenientValue | null {
  return readAll(newReader(text))
}

/** The same text with bare words in quotes and without comments that begin with a hash; `null` where it cannot be read. */
export function clarify(text: string): string | null {
  const reader = newReader(text)
  if (readAll(reader) === null) return null
  return reader.edits.reduceRight(
    (clear, edit) => clear.slice(0, edit.from) + edit.text + clear.slice(edit.to),
    text,
  )
}

function readAll(reader: Reader): LenientValue | null {
  passGap(reader)
  const value = readValue(reader, 0)
  passGap(reader)
  return reader.at === reader.text.length && !isInDoubt(reader) ? value : null
}

function readValue(reader: Reader, depth: number): LenientValue | null {
  const char = reader.text[reader.at]
  if (char === '{') return depth === DEPTH_LIMIT ? null : readObject(reader, depth + 1)
  if (char === '[') return depth === DEPTH_LIMIT ? null : readList(reader, depth + 1)
  if (isQuote(char)) {
    const value = readQuoted(reader)
    return value === null ? null : { kind: 'string', value }
  }
  const bare = readBare(reader)
  return bare === null ? null : { kind: 'bare', text: bare }
}

function readObject(reader: Reader, depth: number): LenientValue | null {
  const fields = new Map<string, LenientValue>()
  reader.at += 1
  passGap(reader)
  while (reader.text[reader.at] !== '}') {
    const key = readKey(reader)
    const value = key === null ? null : readValue(reader, depth)
    if (key === null || value === null || fields.has(key) || !passSeparator(reader, '}')) return null
    fields.set(key, value)
  }
  reader.at += 1
  return { kind: 'object', fields }
}

function readList(reader: Reader, depth: number): LenientValue | null {
  const items: LenientValue[] = []
  reader.at += 1
  passGap(reader)
  while (reader.text[reader.at] !== ']') {
    const value = readValue(reader, depth)
    if (value === null || !passSeparator(reader, ']')) return null
    items.push(value)
  }
  reader.at += 1
  return { kind: 'list', items }
}

/** Reads a name and passes the colon behind it. */
function readKey(reader: Reader): string | null {
  const key = isQuote(reader.text[reader.at]) ? readQuoted(reader) : readName(reader)
  passGap(reader)
  if (reader.text[reader.at] !== ':') return null
  reader.at += 1
  passGap(reader)
  return key
}

/** Whether what is here separates a value from the next, or from the bracket that closes all. */
function passSeparator(reader: Reader, close: string): boolean {
  const gap = passGap(reader)
  if (reader.text[reader.at] === ',') {
    reader.at += 1
    passGap(reader)
    return true
  }
  if (reader.text[reader.at] === close) return true
  reader.doubts.lineForComma = true
  return gap === 'line_break'
}
