import { isAscii, isUtf8 } from 'node:buffer'
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { systemErrorCode } from '#lib/errors.ts'
import type { FileStamp } from '#lib/model/file-record.ts'
import type { ProblemCode } from '#lib/model/problem.ts'
import { stampFrom, statEntry } from './list-directory.ts'

/** A larger file is summarised from its head and tail, so that memory stays bounded whatever agents write. */
export const WHOLE_FILE_LIMIT_BYTES = 32 * 1024 * 1024
export const HEAD_BYTES = 64 * 1024
export const TAIL_BYTES = 256 * 1024

export type FileReading =
  | { kind: 'whole'; stamp: FileStamp; text: string }
  | { kind: 'ends'; stamp: FileStamp; head: string; tail: string }
  /** `text` where there is some, with a replacement character for each byte that is none. */
  | { kind: 'refused'; stamp: FileStamp | null; code: ProblemCode; detail: string; text?: string }
  | { kind: 'gone' }

/** No link is followed at the end of a path, and nobody waits for the other end of a pipe. */
export const READING = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

// One buffer a thread: files are read one after the other, and most fit into it.
const shared = Buffer.allocUnsafeSlow(256 * 1024)

/**
 * Reads a regular file as strict UTF-8 without following a symlink and without waiting on a pipe.
 * `path` is absolute. A file that vanished is `gone`; what cannot be read is `refused` with the reason; any other
 * failure of a system call is reported as `unreadable` under its name. Of a file above the limit only its ends are read.
 */
export function readTextFile(path: string, wholeLimitBytes = WHOLE_FILE_LIMIT_BYTES): FileReading {
  let descriptor: number
  try {
    descriptor = openSync(path, READING)
  } catch (error) {
    const stat = statEntry(path)
    return refusal(error, 'inode' in stat ? stat : null)
  }
  let stamp: FileStamp | null = null
  try {
    const stat = fstatSync(descriptor)
    stamp = stampFrom(stat)
    if (!stat.isFile()) {
      return { kind: 'refused', stamp, code: 'not_a_regular_file', detail: 'Expected a regular file.' }
    }
    return stat.size > wholeLimitBytes ? readEnds(descriptor, stamp) : readWhole(descriptor, stamp)
  } catch (error) {
    return refusal(error, stamp)
  } finally {
    closeSync(descriptor)
  }
}

function readWhole(descriptor: number, stamp: FileStamp): FileReading {
  if (stamp.sizeBytes > LARGE_FILE_BYTES) makeRoom()
  const bytes = readRange(descriptor, 0, stamp.sizeBytes)
  try {
    return decode(bytes, stamp)
  } finally {
    if (bytes.buffer !== shared.buffer) release(bytes)
  }
}

/** Read one after the other, files from this size on would hold several times the memory that one of them needs. */
const LARGE_FILE_BYTES = 2 * 1024 * 1024
/** What is larger than 32 MB the C library gives back when it is freed; of less it may keep a heap for ever. Pages that nobody writes to cost nothing. */
const GIVEN_BACK_BYTES = 32 * 1024 * 1024 + 1
/** By then whoever wanted a file is done with it. */
const DONE_WITH_MS = 1000

let collecting: NodeJS.Timeout | undefined

/** What was made of the last large file is collected now, and what is made of this one soon. */
function makeRoom(): void {
  collectGarbage()
  clearTimeout(collecting)
  collecting = setTimeout(collectGarbage, DONE_WITH_MS).unref()
}

/** There where Node was started with --expose-gc, as `npm start` and `bin/trinitas` do. */
export function collectGarbage(): void {
  const { gc } = globalThis as { gc?: () => void }
  gc?.()
}

/** Gives the memory of a large buffer back now, not when somebody collects garbage. */
function release({ buffer }: Buffer): void {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0)
}

function decode(bytes: Buffer, stamp: FileStamp): FileReading {
  // Most files are ASCII, which is told at once and decoded soonest.
  if (isAscii(bytes)) return { kind: 'whole', stamp, text: bytes.toString('latin1') }
  if (isUtf8(bytes)) return { kind: 'whole', stamp, text: bytes.toString('utf8') }
  const detail = `Invalid UTF-8 near byte ${firstInvalidByte(bytes)}.`
  return { kind: 'refused', stamp, code: 'invalid_utf8', detail, text: bytes.toString('utf8') }
}

function readEnds(descriptor: number, stamp: FileStamp): FileReading {
  const head = readRange(descriptor, 0, HEAD_BYTES).toString('utf8')
  const tail = readRange(descriptor, stamp.sizeBytes - TAIL_BYTES, TAIL_BYTES).toString('utf8')
  return { kind: 'ends', stamp, head, tail }
}

function readRange(descriptor: number, from: number, length: number): Buffer {
  // A large file gets a buffer of its own, so that one of them does not keep 32 MB for ever.
  const buffer = length <= shared.length ? shared : Buffer.allocUnsafeSlow(allocationFor(length))
  let filled = 0
  while (filled < length) {
    const count = readSync(descriptor, buffer, filled, length - filled, from + filled)
    if (count === 0) break
    filled += count
  }
  return buffer.subarray(0, filled)
}

const allocationFor = (length: number): number =>
  length > LARGE_FILE_BYTES ? Math.max(length, GIVEN_BACK_BYTES) : length

/** Decoding puts a replacement character for what is invalid; one that stands in the file itself is three bytes. */
function firstInvalidByte(bytes: Buffer): number {
  const text = bytes.toString('utf8')
  let offset = 0
  let from = 0
  for (;;) {
    const at = text.indexOf('\uFFFD', from)
    if (at === -1) return bytes.length
    offset += Buffer.byteLength(text.slice(from, at))
    if (bytes.readUIntBE(offset, Math.min(3, bytes.length - offset)) !== 0xef_bf_bd) return offset
    offset += 3
    from = at + 1
  }
}

function refusal(error: unknown, stamp: FileStamp | null): FileReading {
  const code = systemErrorCode(error)
  switch (code) {
    case null:
      throw error
    case 'ENOENT':
    case 'ENOTDIR':
      return { kind: 'gone' }
    case 'ELOOP':
      return { kind: 'refused', stamp, code: 'symlink', detail: 'A symbolic link, which is not followed.' }
    case 'EACCES':
    case 'EPERM':
      return { kind: 'refused', stamp, code: 'no_permission', detail: 'No permission to read it.' }
    case 'ENXIO':
      return { kind: 'refused', stamp, code: 'not_a_regular_file', detail: 'Expected a regular file.' }
    default:
      return { kind: 'refused', stamp, code: 'unreadable', detail: `Reading failed with ${code}.` }
  }
}
