import type { FileHandle } from 'node:fs/promises'
import type { LogGap, LogLine, LogTailEvent } from '#lib/model/log.ts'
import { countBreaks } from './count-breaks.ts'
import { type LineSpan, lineSpansAfter, lineSpansBefore, lineStart } from './line-spans.ts'
import { readAt } from './read-at.ts'
import { type RawLine, readLines, WHOLE_LINE_BYTES } from './read-lines.ts'
import type { StreamFilter } from './stream-filter.ts'

/** Events without the names that only the monitor can look up. */
export type TailEvent =
  | Exclude<LogTailEvent, { kind: 'lines' }>
  | { kind: 'lines'; lines: LogLine[]; skipped: LogGap | null; partial: number }

/** An open file that is being written, and how much of it was told. */
export type Tail = {
  inode: number
  /** To the line that holds a place. */
  begin(offset: number): Promise<void>
  beginAtEnd(): Promise<void>
  /** What is new. `more` where there is more of it already. */
  look(): Promise<{ events: TailEvent[]; more: boolean }>
  close(): Promise<void>
}

/** At most so many lines are told at a look, so five times as many a second; the others are counted. */
export const LOOK_LINES = 200
/** As much is looked through, and less with a pattern, which takes its time. */
const LOOK_BYTES = 2 * 1024 * 1024
const SLOW_BYTES = 256 * 1024
/** Whoever is further behind is taken to the end. */
const BEHIND_BYTES = 4 * 1024 * 1024
/** A line that grows beyond this is told in pieces. */
const LONGEST_LINE_BYTES = 4 * 1024 * 1024
/** So much before what is new is compared: a file that was emptied and written anew may be longer already. */
const COMPARED_BYTES = 64

export async function createTail(handle: FileHandle, filter: StreamFilter, isSlow: boolean): Promise<Tail> {
  const { ino: inode } = await handle.stat()
  /** Where the first line begins that was not told as a whole, and the bytes before that. */
  let offset = 0
  let compared: Buffer = Buffer.alloc(0)
  let seen = ''
  /** How long an unfinished line was at the last look, and when it was told. */
  let rest = { bytes: 0, toldBytes: 0 }

  const moveTo = async (to: number): Promise<void> => {
    offset = to
    const from = Math.max(0, to - COMPARED_BYTES)
    compared = await readAt(handle, from, to - from)
    rest = { bytes: 0, toldBytes: 0 }
  }
  const isAnother = async (sizeBytes: number): Promise<boolean> =>
    sizeBytes < offset || !(await readAt(handle, offset - compared.length, compared.length)).equals(compared)

  /** Past what nobody could be told in time; how many lines that were. */
  const catchUp = async (source: GrowingFile): Promise<number> => {
    if (source.sizeBytes - offset <= BEHIND_BYTES) return 0
    const to = await lineStart(source, source.sizeBytes - LOOK_BYTES)
    if (to <= offset) return 0
    const skipped = await countBreaks(source, offset, to)
    await moveTo(to)
    return skipped
  }
  /** An unfinished line is told once it did not grow between two looks: most are whole a moment later. */
  const peek = (line: RawLine): LogLine[] => {
    const bytes = lengthOf(line)
    const isQuiet = rest.bytes === bytes && rest.toldBytes !== bytes
    rest = { bytes, toldBytes: isQuiet ? bytes : rest.toldBytes }
    return isQuiet ? filter.peek(line) : []
  }

  const look = async (): Promise<{ events: TailEvent[]; more: boolean }> => {
    const { size: sizeBytes, mtimeMs } = await handle.stat()
    const isSame = seen === `${sizeBytes} ${mtimeMs}`
    seen = `${sizeBytes} ${mtimeMs}`
    if (isSame && sizeBytes === offset + rest.toldBytes) return { events: [], more: false }
    const events: TailEvent[] = []
    if (await isAnother(sizeBytes)) {
      events.push({ kind: 'truncated' })
      filter.reset()
      await moveTo(0)
    }
    const source = growingFile(handle, sizeBytes)
    const from = offset
    const passed = await catchUp(source)
    const lines = await readLines(source, await lineSpansAfter(source, offset, ALL), WHOLE_LINE_BYTES)
    const last = lines.at(-1)
    const unfinished = last && isUnfinished(last) ? last : null
    const whole = unfinished ? lines.slice(0, -1) : lines
    const { taken, left } = takeLatest(whole, isSlow ? SLOW_BYTES : LOOK_BYTES)
    const { found, partial } = filter.take(taken)
    const ended = whole.at(-1)
    if (ended) await moveTo(ended.nextOffset)
    if (unfinished) found.push(...peek(unfinished))
    const count = passed + left
    const skipped = count > 0 ? { from, until: taken[0]?.offset ?? offset, lines: count } : null
    if (found.length > 0 || skipped !== null || partial > 0)
      events.push({ kind: 'lines', lines: found, skipped, partial })
    return { events, more: unfinished === null && offset < sizeBytes }
  }
  return {
    inode,
    async begin(place) {
      const { size } = await handle.stat()
      if (place <= size) await moveTo(await lineStart(growingFile(handle, size), place))
      // Beyond the end it is another text, by now or since a moment ago, which the first look says.
      if (place > (await handle.stat()).size) offset = place
    },
    async beginAtEnd() {
      const { size } = await handle.stat()
      const source = growingFile(handle, size)
      const [last] = await readLines(source, await lineSpansBefore(source, size, 1), WHOLE_LINE_BYTES)
      // A line that is being written is told once it is whole.
      await moveTo(last && isUnfinished(last) ? last.offset : size)
    },
    look,
    close: () => handle.close(),
  }
}

const ALL = Number.POSITIVE_INFINITY

const lengthOf = ({ offset, nextOffset }: LineSpan): number => nextOffset - offset

const isUnfinished = (line: RawLine): boolean => line.unfinished && lengthOf(line) < LONGEST_LINE_BYTES

type GrowingFile = { sizeBytes: number; read(offset: number, length: number): Promise<Buffer> }

/** A file as it is at one look. */
const growingFile = (handle: FileHandle, sizeBytes: number): GrowingFile => ({
  sizeBytes,
  read: (offset, length) => readAt(handle, offset, Math.min(length, sizeBytes - offset)),
})

/** As many of the latest lines as may be told at once, one at least, and how many are not. */
function takeLatest(lines: readonly RawLine[], limitBytes: number): { taken: RawLine[]; left: number } {
  let bytes = limitBytes
  let count = 0
  for (const line of lines.toReversed()) {
    bytes -= Math.min(lengthOf(line), WHOLE_LINE_BYTES)
    if ((bytes < 0 && count > 0) || count === LOOK_LINES) break
    count += 1
  }
  const left = lines.length - count
  return { taken: lines.slice(left), left }
}
