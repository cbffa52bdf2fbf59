import { closeSync, constants, fstatSync, openSync } from 'node:fs'
import { type CollectedRuns, collectRuns, type WhoseLines } from '#lib/capture/transcript/collect-runs.ts'
import { readLines } from '#lib/capture/transcript/read-lines.ts'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import type { FileStamp } from '#lib/model/file-record.ts'
import { stampFrom } from '#lib/store/list-directory.ts'
import { pinDirectory } from '#lib/store/pinned-directory.ts'
import { collectGarbage } from '#lib/store/read-file.ts'

export type RunsReading =
  | ({ kind: 'read'; stamp: FileStamp; stampAfter: FileStamp } & CollectedRuns)
  | { kind: 'unseen'; reason: string }

export type RunsPlace = {
  /** The directory of projects, resolved; no link is followed below it. */
  root: string
  directory: string
  name: string
  whose: WhoseLines
}

/** Bytes of a file, from one to before another. */
export type ByteRange = { start: number; end: number }

/** What an answer of a model has no chance to be; in memory a line takes some ten times as much for a moment. */
const LINE_LIMIT_BYTES = 8 * 1024 * 1024

/** Lines are garbage once they are taken; left alone, it would grow to what Node may have, however long the file is. */
const COLLECTED_BYTES = 16 * 1024 * 1024

const READING = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/** The runs in a transcript, or in a part of it. */
export function readRuns({ root, directory, name, whose }: RunsPlace, range?: ByteRange): RunsReading {
  try {
    using pinned = pinDirectory(root, directory)
    const descriptor = openSync(pinned.at(name), READING)
    try {
      const stat = fstatSync(descriptor)
      if (!stat.isFile()) return { kind: 'unseen', reason: 'It is no regular file.' }
      const runs = collectRuns(whose)
      const { start, end } = range ?? { start: 0, end: stat.size }
      let collectedAt = start
      for (const line of readLines(descriptor, { start, end, lineLimitBytes: LINE_LIMIT_BYTES })) {
        runs.take(line)
        if (line.end - collectedAt < COLLECTED_BYTES) continue
        collectGarbage()
        collectedAt = line.end
      }
      const stampAfter = stampFrom(fstatSync(descriptor))
      return { kind: 'read', stamp: stampFrom(stat), stampAfter, ...runs.end() }
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    if (error instanceof AppError) return { kind: 'unseen', reason: error.message }
    const code = systemErrorCode(error)
    if (code === null) throw error
    return { kind: 'unseen', reason: `Reading it failed with ${code}.` }
  }
}
