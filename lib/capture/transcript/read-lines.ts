import { fstatSync, readSync } from 'node:fs'

export type LineRange = {
  /** Byte offsets; the end is exclusive. */
  start: number
  end: number
  /** Longer lines are left out. */
  lineLimitBytes: number
}

export type ReadLine = {
  /** Where it begins, and where the next one does. */
  start: number
  end: number
  /** `null` for one that is longer than the limit. */
  text: string | null
  /** False for what stands behind the last line break: somebody may be writing it. */
  whole: boolean
}

const CHUNK_BYTES = 256 * 1024
const NEWLINE = 0x0a

const NOTHING = Buffer.alloc(0)

export const sizeOf = (descriptor: number): number => fstatSync(descriptor).size

/** The lines of a range, one after the other, in memory for one of them. Bytes that are no UTF-8 are replaced. */
export function* readLines(
  descriptor: number,
  { start, end, lineLimitBytes }: LineRange,
): Generator<ReadLine> {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
  let begun = start
  let held: Buffer[] = []
  let heldBytes = 0
  const line = (lineEnd: number, whole: boolean, last: Buffer): ReadLine => {
    const isLong = heldBytes + last.length > lineLimitBytes
    // Most lines stand in one piece, of which no copy is made.
    const bytes = isLong || held.length === 0 ? last : Buffer.concat([...held, last])
    const text = isLong ? null : bytes.toString('utf8')
    const read = { start: begun, end: lineEnd, text, whole }
    begun = lineEnd
    held = []
    heldBytes = 0
    return read
  }
  const hold = (bytes: Buffer): void => {
    heldBytes += bytes.length
    if (heldBytes > lineLimitBytes) held = []
    else if (bytes.length > 0) held.push(Buffer.from(bytes))
  }
  for (let at = start; at < end; ) {
    const count = readSync(descriptor, chunk, 0, Math.min(CHUNK_BYTES, end - at), at)
    if (count === 0) break
    let from = 0
    for (let to = chunk.indexOf(NEWLINE); to !== -1 && to < count; to = chunk.indexOf(NEWLINE, from)) {
      const last = chunk.subarray(from, to)
      from = to + 1
      yield line(at + from, true, last)
    }
    hold(chunk.subarray(from, count))
    at += count
  }
  if (heldBytes > 0) yield line(begun + heldBytes, false, NOTHING)
}
