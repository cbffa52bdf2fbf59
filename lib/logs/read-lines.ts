import { type LineSpan, SPANS_BYTES } from './line-spans.ts'
import type { LogSource } from './log-source.ts'

/** A line up to this is read as a whole by whoever looks through it, and one of JSON by whoever wants its time. */
export const WHOLE_LINE_BYTES = 1024 * 1024

export type RawLine = LineSpan & {
  /** Without what ends it, and without a mark of UTF-8 before it; a byte that is no UTF-8 is a replacement character. */
  text: string
  /** Its whole length where `text` is only its beginning, else `null`. */
  wholeBytes: number | null
  unfinished: boolean
}

/**
 * The beginnings of lines that lie one behind the other, each of at most `lineBytes`. Of JSON, which says nothing before it
 * is whole, it is more.
 */
export async function readLines(
  source: Pick<LogSource, 'read'>,
  spans: readonly LineSpan[],
  lineBytes: number,
): Promise<RawLine[]> {
  const [first, last] = [spans[0], spans.at(-1)]
  if (first === undefined || last === undefined) return []
  // One reading for all of them, but where one is longer than anybody reads.
  const isLong = last.nextOffset - first.offset > 2 * SPANS_BYTES
  const all = isLong ? null : await source.read(first.offset, last.nextOffset - first.offset)
  const lines: RawLine[] = []
  for (const span of spans) {
    const length = span.nextOffset - span.offset
    const bytes = all
      ? all.subarray(span.offset - first.offset, span.nextOffset - first.offset)
      : await source.read(
          span.offset,
          Math.min(length, Math.max(lineBytes, WHOLE_LINE_BYTES) + LONGEST_BREAK),
        )
    lines.push(toLine(span, bytes, lineBytes))
  }
  return lines
}

const BRACE = 0x7b
/** "\r\n", which is no part of a line that is just as long as may be. */
const LONGEST_BREAK = 2

function toLine(span: LineSpan, bytes: Buffer, limitBytes: number): RawLine {
  const length = span.nextOffset - span.offset
  const isWhole = bytes.length === length
  const unfinished = isWhole && bytes.at(-1) !== 0x0a
  const ended = withoutMark(isWhole ? withoutBreak(bytes) : bytes)
  const lineBytes = ended[0] === BRACE ? Math.max(limitBytes, WHOLE_LINE_BYTES) : limitBytes
  if (ended.length <= lineBytes)
    return { ...span, text: ended.toString('utf8'), wholeBytes: null, unfinished }
  // A character that the cut divides is left out.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(ended.subarray(0, lineBytes), {
    stream: true,
  })
  return { ...span, text, wholeBytes: length, unfinished }
}

/** Some editors and systems begin a file with the mark of UTF-8, which is none of its text. */
function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}

function withoutBreak(bytes: Buffer): Buffer {
  if (bytes.at(-1) !== 0x0a) return bytes
  return bytes.subarray(0, bytes.at(-2) === 0x0d ? -2 : -1)
}
