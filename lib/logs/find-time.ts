import { lineSpansAfter, lineStart } from './line-spans.ts'
import type { LogSource } from './log-source.ts'
import { parseLine } from './parse-line.ts'
import { readLines } from './read-lines.ts'

/** Enough of a line to hold its time, a long line of JSON aside. */
const HEAD_BYTES = 4096
/** A line with a time is looked for so far from a place, and read so many at a time. */
const NEAR_BYTES = 4 * 1024 * 1024
const NEAR_LINES = 50
const SAMPLES = 32
/** Threads and hosts write a little out of order; that moves nobody far. */
const DISORDER_MS = 5000

type Timed = { offset: number; atMs: number }

/** The first line with a time at or behind `offset`, near it; `null` where there is none. */
async function timedFrom(source: LogSource, offset: number): Promise<Timed | null> {
  for (let from = await lineStart(source, offset); from < source.sizeBytes && from - offset < NEAR_BYTES; ) {
    const spans = await lineSpansAfter(source, from, NEAR_LINES)
    for (const line of await readLines(source, spans, HEAD_BYTES)) {
      const { atMs } = parseLine(line.text)
      if (atMs !== null && line.offset >= offset) return { offset: line.offset, atMs }
    }
    from = spans.at(-1)?.nextOffset ?? source.sizeBytes
  }
  return null
}

/**
 * Whether the times of a log rise, as far as some places all over it tell. A compressed one is never taken for ordered:
 * going to and fro in it costs more than reading on.
 */
export async function isOrdered(source: LogSource): Promise<boolean> {
  if (source.packed) return false
  let latestMs = Number.NEGATIVE_INFINITY
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const timed = await timedFrom(source, Math.floor((source.sizeBytes * sample) / SAMPLES))
    if (timed === null) continue
    if (timed.atMs < latestMs - DISORDER_MS) return false
    latestMs = Math.max(latestMs, timed.atMs)
  }
  return latestMs !== Number.NEGATIVE_INFINITY
}

/** In an ordered log, the offset of the first line at or after a time; its size where all are before it. */
export async function findTime(source: LogSource, atMs: number): Promise<number> {
  // What is looked for is the first place from where on the next line with a time is not before it.
  let low = 0
  let high = source.sizeBytes
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const timed = await timedFrom(source, middle)
    if (timed === null || timed.atMs >= atMs) high = middle
    else low = timed.offset + 1
  }
  return (await timedFrom(source, low))?.offset ?? source.sizeBytes
}

/** The same by reading all of it, for a log whose times do not rise; `null` where the time for that is over. */
export async function seekTime(source: LogSource, atMs: number, untilMs: number): Promise<number | null> {
  for (let offset = 0; offset < source.sizeBytes; ) {
    if (performance.now() > untilMs) return null
    const spans = await lineSpansAfter(source, offset, Number.POSITIVE_INFINITY)
    for (const line of await readLines(source, spans, HEAD_BYTES)) {
      const timedMs = parseLine(line.text).atMs
      if (timedMs !== null && timedMs >= atMs) return line.offset
    }
    offset = spans.at(-1)?.nextOffset ?? source.sizeBytes
  }
  return source.sizeBytes
}
