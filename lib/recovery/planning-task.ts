import { AppError, systemErrorCode } from '#lib/errors.ts'
import { resultBytes } from '#lib/import/result-bytes.ts'
import type { Merge, TranscriptPart } from '#lib/model/plan.ts'
import { splitPath } from '#lib/model/relative-path.ts'
import type { RepairEvidence, RepairPreview, RepairTarget } from '#lib/model/repair.ts'
import { createPinCache } from '#lib/store/pin-cache.ts'
import { readBytes } from '#lib/store/read-bytes.ts'
import { outlookOf } from './decide-repair.ts'
import { type Examined, examineFile } from './examine-file.ts'
import { hashOf, mergeBytes } from './make-bytes.ts'
import type { MergedPart } from './plan-integration.ts'
import { type LogEvidence, type LogQuestion, readLogs } from './read-logs.ts'
import { type ReadModesOptions, readModes } from './read-modes.ts'

/** What a recipe makes. */
export type MadeBytes = { sizeBytes: number; sha256: string }

/** What is read for a plan, and what comes of it. */
export type PlanningTasks = {
  examine: { asked: { root: string; target: RepairTarget }; found: RepairEvidence }
  preview: { asked: { root: string; target: RepairTarget; limitBytes: number }; found: RepairPreview }
  /** A sentence where it cannot be merged. */
  merge: { asked: { root: string; merge: Merge }; found: MergedPart[] | string }
  logs: { asked: LogQuestion; found: LogEvidence }
  /** Of each the bytes of its result; `null` where its lines are not there any more. */
  transcripts: { asked: { parts: TranscriptPart[] }; found: (MadeBytes | null)[] }
  modes: { asked: ReadModesOptions; found: ReturnType<typeof readModes> }
}
export type PlanningTask = {
  [K in keyof PlanningTasks]: { kind: K } & PlanningTasks[K]['asked']
}[keyof PlanningTasks]

export function answerTask(task: PlanningTask): PlanningTasks[keyof PlanningTasks]['found'] {
  switch (task.kind) {
    case 'examine':
      return examineFile(task.root, task.target).evidence
    case 'preview':
      return previewOf(examineFile(task.root, task.target), task.limitBytes)
    case 'merge':
      return merge(task.root, task.merge)
    case 'logs':
      return readLogs(task)
    case 'transcripts':
      return task.parts.map(made)
    case 'modes':
      return readModes(task)
  }
}

function made(part: TranscriptPart): MadeBytes | null {
  try {
    const bytes = resultBytes(part)
    return { sizeBytes: bytes.length, sha256: hashOf(bytes) }
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

/** Behind what is there as far as it was cut. */
const CLOSERS_BYTES = 1000

function previewOf({ evidence, source, proposed }: Examined, limitBytes: number): RepairPreview {
  const from = evidence.finding.kind === 'cut' ? startOfCharacter(source, source.length - limitBytes) : 0
  const until = from + limitBytes + CLOSERS_BYTES
  const isMore = Math.max(source.length, proposed?.length ?? 0) > until
  const text = (bytes: Uint8Array): string =>
    Buffer.from(bytes.subarray(from, startOfCharacter(bytes, until))).toString()
  return {
    ...evidence,
    ...outlookOf(evidence),
    source: text(source),
    proposed: proposed === null ? null : text(proposed),
    shown: from > 0 ? 'end' : isMore ? 'beginning' : 'whole',
    firstLine: lineBreaks(source.subarray(0, from)) + 1,
  }
}

/** At or behind a place in UTF-8. */
function startOfCharacter(bytes: Uint8Array, at: number): number {
  let start = Math.max(0, at)
  while (((bytes[start] ?? 0) & 0xc0) === 0x80) start += 1
  return start
}

const LINE_BREAK = 0x0a

function lineBreaks(bytes: Uint8Array): number {
  let count = 0
  for (const byte of bytes) if (byte === LINE_BREAK) count += 1
  return count
}

function merge(root: string, merge: Merge): MergedPart[] | string {
  const cache = createPinCache(root)
  const read = (path: string): Uint8Array => {
    const { directory, name } = splitPath(path)
    return readBytes({ directory: cache.pin(directory), name })
  }
  try {
    return (['integrated', 'summary'] as const).map((part) => {
      const bytes = mergeBytes(merge, part, read)
      return { part, sizeBytes: bytes.length, sha256: hashOf(bytes) }
    })
  } catch (error) {
    if (error instanceof AppError) return error.message
    // Beyond the longest text that there can be.
    if (error instanceof RangeError) return 'Its results are too long to be one answer.'
    const code = systemErrorCode(error)
    if (code === null) throw error
    return `Its results cannot be read (${code}).`
  } finally {
    cache.close()
  }
}
