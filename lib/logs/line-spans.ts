import type { LogSource } from './log-source.ts'

/** What lines are looked for in. */
type Bytes = Pick<LogSource, 'sizeBytes' | 'read'>

/** A line by its place: its bytes, with what ends it, from `offset` to `nextOffset`. */
export type LineSpan = { offset: number; nextOffset: number }

const NEWLINE = 0x0a
const CHUNK_BYTES = 128 * 1024
/** So many bytes of lines are enough for once; one line may be longer. */
export const SPANS_BYTES = 1024 * 1024

/**
 * The last lines before `before`, which is the end or where a line begins; at most `limit`, fewer where they are long.
 * Memory holds a piece of the file at a time, however long a line is.
 */
export async function lineSpansBefore(source: Bytes, before: number, limit: number): Promise<LineSpan[]> {
  const spans: LineSpan[] = []
  let nextOffset = before
  let end = before
  while (end > 0 && spans.length < limit && before - nextOffset < SPANS_BYTES) {
    const from = Math.max(0, end - CHUNK_BYTES)
    const chunk = await source.read(from, end - from)
    // The line break of the line itself, the last byte before where it is to end, is no beginning.
    for (let at = newlineBefore(chunk, nextOffset - 2 - from); at !== -1 && spans.length < limit; ) {
      spans.push({ offset: from + at + 1, nextOffset })
      nextOffset = from + at + 1
      at = newlineBefore(chunk, at - 1)
    }
    end = from
  }
  if (end === 0 && nextOffset > 0 && spans.length < limit) spans.push({ offset: 0, nextOffset })
  return spans.reverse()
}

const newlineBefore = (chunk: Buffer, at: number): number => (at < 0 ? -1 : chunk.lastIndexOf(NEWLINE, at))

/** The lines that begin at `from`, where one does, on the same terms. */
export async function lineSpansAfter(source: Bytes, from: number, limit: number): Promise<LineSpan[]> {
  const spans: LineSpan[] = []
  let offset = from
  let begin = from
  while (begin < source.sizeBytes && spans.length < limit && offset - from < SPANS_BYTES) {
    const chunk = await source.read(begin, CHUNK_BYTES)
    if (chunk.length === 0) break
    for (
      let at = chunk.indexOf(NEWLINE);
      at !== -1 && spans.length < limit;
      at = chunk.indexOf(NEWLINE, at + 1)
    ) {
      spans.push({ offset, nextOffset: begin + at + 1 })
      offset = begin + at + 1
    }
    begin += chunk.length
  }
  if (begin >= source.sizeBytes && offset < source.sizeBytes && spans.length < limit)
    spans.push({ offset, nextOffset: source.sizeBytes })
  return spans
}

/** Where the line begins that holds the byte at `offset`. */
export async function lineStart(source: Bytes, offset: number): Promise<number> {
  for (let end = Math.min(offset, source.sizeBytes); end > 0; ) {
    const from = Math.max(0, end - CHUNK_BYTES)
    const at = (await source.read(from, end - from)).lastIndexOf(NEWLINE)
    if (at !== -1) return from + at + 1
    end = from
  }
  return 0
}
