import { closeSync, lstatSync, openSync, readSync, type Stats } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { systemErrorCode } from '#lib/errors.ts'
import { parseLine } from '#lib/logs/parse-line.ts'
import type { FileStamp } from '#lib/model/file-record.ts'
import { isPast, LOG_LIMIT_BYTES, LOG_QUIET_MS, type Retention } from '#lib/model/retention.ts'
import { listDirectory, stampFrom, statEntry } from '#lib/store/list-directory.ts'
import { type OpenFiles, readOpenFiles } from '#lib/store/open-files.ts'
import { pinDirectory } from '#lib/store/pinned-directory.ts'
import { READING } from '#lib/store/read-file.ts'

/** A log of the home for which it is time, with what is known of who writes to it. */
export type LogFile = {
  name: string
  stamp: FileStamp
  isOpen: ReturnType<OpenFiles['isOpen']>
} & Due

type Due =
  | { due: 'rotate'; why: 'long' | 'old' | 'room' }
  /** `packedBytes`: what it would be, by its beginning. */
  | { due: 'compress'; packedBytes: number }
  | { due: 'trash' }

/** `names` are all that are there, so that none is taken twice. */
export type LogEvidence = { logs: LogFile[]; names: ReadonlySet<string> }

export type LogQuestion = {
  home: string
  retention: Pick<Retention, 'logs' | 'reports'>
  /** Whether there is little room. */
  isLow: boolean
  nowMs: number
}

const ROTATED = /\.log\.\d+(?:\.gz)?$/
const REPORT = /^health_report_(.*)\.(?:txt|json)(?:\.gz)?$/

/** By this name a program may write to it any time. */
const isCurrentLog = (name: string): boolean => name.endsWith('.log')
export const isReport = (name: string): boolean => REPORT.test(name)

/** A report that is shorter is read where it lies, and a log frees nothing that counts. */
const WORTH_BYTES = 64 * 1024
/** What our packing adds to that of `gzip`: it says how long each part is. */
const MEMBER_BYTES = 10
const SAMPLE_BYTES = 256 * 1024
/** Where there is little room, whoever let go of a rotated log is not waited for as long. */
const QUIET_WHERE_LOW_MS = 10 * 60_000

/** Logs that are to be rotated, rotated ones and reports to be compressed, and those past their retention. */
export function readLogs(asked: LogQuestion): LogEvidence {
  const path = `${asked.home}/logs`
  const listing = listDirectory(path, statEntry(path))
  if (listing.kind !== 'listed') return { logs: [], names: new Set() }
  const names = new Set(listing.entries.map(({ name }) => name))
  using directory = pinDirectory(asked.home, 'logs')
  const open = readOpenFiles()
  const logs = listing.entries
    .filter(
      ({ kind, name }) => kind === 'file' && (isCurrentLog(name) || ROTATED.test(name) || isReport(name)),
    )
    .flatMap(({ name }) => readLog(directory.at(name), name, asked, open) ?? [])
  return { logs, names }
}

function readLog(path: string, name: string, asked: LogQuestion, open: OpenFiles): LogFile | null {
  try {
    const stat = lstatSync(path)
    const user = process.geteuid?.() ?? 0
    if (!stat.isFile() || (user !== 0 && stat.uid !== user)) return null
    const due = isCurrentLog(name) ? rotationOf(path, stat, asked) : endOf(path, name, stat, asked)
    return due === null ? null : { name, stamp: stampFrom(stat), isOpen: open.isOpen(stat), ...due }
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    return null
  }
}

/** By the guide's three reasons. */
function rotationOf(path: string, { size, mtimeMs }: Stats, asked: LogQuestion): Due | null {
  const { retention, isLow, nowMs } = asked
  if (size === 0) return null
  if (size > LOG_LIMIT_BYTES) return { due: 'rotate', why: 'long' }
  if (isLow && size >= WORTH_BYTES) return { due: 'rotate', why: 'room' }
  // What was written last may be of today, and the first line of last month.
  return isPast([firstTimeIn(path) ?? mtimeMs], retention.logs, nowMs) ? { due: 'rotate', why: 'old' } : null
}

function endOf(path: string, name: string, { size, mtimeMs }: Stats, asked: LogQuestion): Due | null {
  const { retention, isLow, nowMs } = asked
  const keptMs = isReport(name) ? retention.reports : retention.logs
  if (isPast([mtimeMs, timeInName(name) ?? mtimeMs], keptMs, nowMs)) return { due: 'trash' }
  const isSettled = nowMs - mtimeMs > (isLow ? QUIET_WHERE_LOW_MS : LOG_QUIET_MS)
  if (name.endsWith('.gz') || size === 0 || !isSettled) return null
  if (isReport(name) && size < WORTH_BYTES) return null
  const sample = beginningOf(path)
  const packing = sample.length === 0 ? 1 : gzipSync(sample).length / sample.length
  const packedBytes = Math.round(size * packing) + MEMBER_BYTES
  // A few lines would become longer: they stay as they are for their 30 days.
  return packedBytes < size ? { due: 'compress', packedBytes } : null
}

/** When a report says that it was written, by the clock of this machine: "20261123_211055". */
function timeInName(name: string): number | null {
  const match = /^(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)$/.exec(REPORT.exec(name)?.[1] ?? '')
  if (match === null) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number)
  return new Date(year, month - 1, day, hour, minute, second).getTime()
}

/** When the first line that says so was written; `null` where none near the beginning does. */
function firstTimeIn(path: string): number | null {
  for (const line of beginningOf(path).toString('utf8').split('\n')) {
    const { atMs } = parseLine(line)
    if (atMs !== null) return atMs
  }
  return null
}

function beginningOf(path: string): Buffer {
  const descriptor = openSync(path, READING)
  try {
    const sample = Buffer.alloc(SAMPLE_BYTES)
    return sample.subarray(0, readSync(descriptor, sample, 0, SAMPLE_BYTES, 0))
  } finally {
    closeSync(descriptor)
  }
}
