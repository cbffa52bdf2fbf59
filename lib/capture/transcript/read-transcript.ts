import { closeSync, constants, fstatSync, openSync } from 'node:fs'
import { systemErrorCode } from '#lib/errors.ts'
import { type LineRange, readLines } from './read-lines.ts'
import { takeLines } from './summarize-lines.ts'
import type { TranscriptSummary } from './transcript-summary.ts'

export type TranscriptReading =
  | { kind: 'read'; summary: TranscriptSummary; sizeBytes: number; modifiedAtMs: number; whole: boolean }
  /** It cannot be read, or is no file: nothing may be concluded from that. */
  | { kind: 'unseen'; reason: string }

export type TranscriptLimits = {
  /** A longer file is read at both ends only. */
  wholeBytes?: number
  lineBytes?: number
}

/** Takes half a second: longer than that no agent is to wait. */
const WHOLE_BYTES = 64 * 1024 * 1024
const HEAD_BYTES = 1024 * 1024
const TAIL_BYTES = 8 * 1024 * 1024
/** A line holds a whole answer, and that may be long. */
const LINE_BYTES = 256 * 1024 * 1024

const READING = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/** What a transcript says, which others may be writing. `path` is absolute; no link is followed at its end. */
export function readTranscript(path: string, limits: TranscriptLimits = {}): TranscriptReading {
  let descriptor: number
  try {
    descriptor = openSync(path, READING)
  } catch (error) {
    return unseen(error)
  }
  try {
    const stat = fstatSync(descriptor)
    if (!stat.isFile()) return { kind: 'unseen', reason: 'it is no regular file' }
    const { summary, whole } = readParts(descriptor, stat.size, limits)
    return { kind: 'read', summary, whole, sizeBytes: stat.size, modifiedAtMs: stat.mtimeMs }
  } catch (error) {
    return unseen(error)
  } finally {
    closeSync(descriptor)
  }
}

function unseen(error: unknown): TranscriptReading {
  const code = systemErrorCode(error)
  if (code === null) throw error
  return { kind: 'unseen', reason: code === 'ENOENT' ? 'it is not there' : `reading it failed with ${code}` }
}

function readParts(
  descriptor: number,
  size: number,
  { wholeBytes = WHOLE_BYTES, lineBytes = LINE_BYTES }: TranscriptLimits,
): { summary: TranscriptSummary; whole: boolean } {
  const taker = takeLines()
  const take = (range: LineRange): void => {
    for (const { text } of readLines(descriptor, range)) taker.take(text)
  }
  const whole = size <= wholeBytes
  if (whole) take({ start: 0, end: size, lineLimitBytes: lineBytes })
  else {
    let headEnd = 0
    const head = { start: 0, end: Math.min(HEAD_BYTES, size), lineLimitBytes: HEAD_BYTES }
    for (const line of readLines(descriptor, head)) {
      if (!line.whole) break
      taker.take(line.text)
      headEnd = line.end
    }
    const start = startOfTail(descriptor, size, headEnd, lineBytes)
    take({ start, end: size, lineLimitBytes: lineBytes })
  }
  return { summary: taker.summarize(whole), whole }
}

/** Where the first whole line of the tail begins. One long answer may fill it, so that more is looked at. */
function startOfTail(descriptor: number, size: number, headEnd: number, lineBytes: number): number {
  for (let length = TAIL_BYTES; length < 4 * lineBytes; length *= 4) {
    const from = size - length
    if (from <= headEnd) return headEnd
    const [cut, next] = readLines(descriptor, { start: from, end: size, lineLimitBytes: 0 })
    if (cut !== undefined && next !== undefined) return cut.end
  }
  return size
}
