export type Reader = {
  readonly text: string
  at: number
  readonly edits: Edit[]
  readonly doubts: Doubts
}

/** What may be part of a text that holds quotes, and not what it seems. */
export type Doubts = {
  /** A string goes over several lines as it stands. */
  brokenText: boolean
  /** The end of a line stands for a comma. */
  lineForComma: boolean
  /** There is a comment. */
  comment: boolean
  /** One that stands where a text may go on, or has quotes in it. */
  commentInText: boolean
}

export const newReader = (text: string): Reader => ({
  text,
  at: 0,
  edits: [],
  doubts: { brokenText: false, lineForComma: false, comment: false, commentInText: false },
})

/** Whether a string may have ended before its end, so that what follows was taken for something else. */
export const isInDoubt = ({ doubts }: Reader): boolean =>
  doubts.commentInText || (doubts.brokenText && (doubts.lineForComma || doubts.comment))

/** What makes a text plainer that says the same: words in quotes, no comments that begin with a hash. */
export type Edit = { from: number; to: number; text: string }

/** Passes white space and comments. A block comment without an end is left standing, as something unexpected. */
export function passGap(reader: Reader): 'same_line' | 'line_break' {
  const start = reader.at
  for (;;) {
    while (isWhite(reader.text[reader.at])) reader.at += 1
    const end = endOfComment(reader.text, reader.at)
    if (end === reader.at) break
    noteComment(reader, end)
    if (reader.text[reader.at] === '#') reader.edits.push({ from: reader.at, to: end, text: '' })
    reader.at = end
  }
  return /[\r\n]/.test(reader.text.slice(start, reader.at)) ? 'line_break' : 'same_line'
}

/** Behind a text or a word, or with quotes in it, it may be the rest of a text. */
function noteComment({ text, at, doubts }: Reader, end: number): void {
  const before = text.slice(0, at).trimEnd()
  const follows = before === '' || /[{[,:}\]\d]$|(?:true|false|null|\*\/)$/.test(before.slice(-6))
  doubts.comment = true
  if (!follows || /["'`]/.test(text.slice(at, end))) doubts.commentInText = true
}

export function isQuote(char: string | undefined): boolean {
  return char === '"' || char === "'"
}

/** Reads a string whose opening quote is at the reader; `null` where it has no end, or something that no string may hold. */
export function readQuoted(reader: Reader): string | null {
  const { text, at } = reader
  const quote = text.charAt(at)
  const end = closingQuote(text, at, quote)
  if (end === -1) return null
  reader.at = end + 1
  const raw = text.slice(at + 1, end)
  if (/[\r\n]/.test(raw)) reader.doubts.brokenText = true
  if (!raw.includes('\\')) return raw
  const escapes = quote === '"' ? ESCAPES : ESCAPES_IN_SINGLE_QUOTES
  return raw.replace(escapes, '').includes('\\') ? null : raw.replace(escapes, charOf)
}

/** Reads an unquoted name; `null` where there is none. */
export function readName(reader: Reader): string | null {
  NAME.lastIndex = reader.at
  const name = NAME.exec(reader.text)?.[0] ?? null
  reader.at += name?.length ?? 0
  return name
}

/** Reads a number, a literal or a bare word up to a comma, a closing bracket, a comment or the end of the line. */
export function readBare(reader: Reader): string | null {
  const { text, at } = reader
  const end = endOfBare(text, at)
  if (end === -1) return null
  reader.at = end
  let last = end
  while (last > at && isWhite(text[last - 1])) last -= 1
  if (last === at) return null
  const word = text.slice(at, last)
  if (!isPlain(word)) reader.edits.push({ from: at, to: last, text: JSON.stringify(word) })
  return word
}

/** A number or a literal, as JSON has them. */
const isPlain = (word: string): boolean =>
  /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.test(word)

const NAME = /[A-Za-z_$][A-Za-z0-9_$-]*/y
const ESCAPES = /\\(?:(["\\/bfnrt])|u([0-9a-fA-F]{4}))/g
const ESCAPES_IN_SINGLE_QUOTES = /\\(?:(['"\\/bfnrt])|u([0-9a-fA-F]{4}))/g
const ESCAPED = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])

function charOf(_escape: string, char: string | undefined, hex: string): string {
  return char === undefined ? String.fromCharCode(Number.parseInt(hex, 16)) : (ESCAPED.get(char) ?? char)
}

/** The index behind a comment at `at`, or `at`. */
function endOfComment(text: string, at: number): number {
  if (text.startsWith('/*', at)) {
    const end = text.indexOf('*/', at + 2)
    return end === -1 ? at : end + 2
  }
  if (text[at] !== '#' && !text.startsWith('//', at)) return at
  let end = at
  while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end += 1
  return end
}

/** -1 without one, and where a control character stands before it that is neither line break nor tab. */
function closingQuote(text: string, start: number, quote: string): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text.charAt(at)
    if (char === quote) return at
    if (char === '\\') at += 1
    else if (isForbiddenControl(char)) return -1
  }
  return -1
}

/** -1 where something stands within it that makes its end uncertain. */
function endOfBare(text: string, start: number): number {
  let before = ''
  for (let at = start; at < text.length; at += 1) {
    const char = text.charAt(at)
    if (',}]\r\n'.includes(char)) return at
    if ('"\'`{[:'.includes(char) || isForbiddenControl(char)) return -1
    const isAfterBlank = before === ' ' || before === '\t'
    if (char === '#' && isAfterBlank) return at
    if (text.startsWith('//', at) || text.startsWith('/*', at)) return isAfterBlank ? at : -1
    before = char
  }
  return text.length
}

function isForbiddenControl(char: string): boolean {
  return char < ' ' && !isWhite(char)
}

function isWhite(char: string | undefined): boolean {
  return char === ' ' || char === '\t' || char === '\n' || char === '\r'
}
