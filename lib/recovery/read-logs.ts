import { closeSync, lstatSync, openSync, readSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { systemErrorCode } from '#lib/errors.ts'
import type { FileStamp } from '#lib/model/file-record.ts'
import { LOG_LIMIT_BYTES, LOG_QUIET_MS } from '#lib/model/retention.ts'
import { listDirectory, stampFrom, statEntry } from '#lib/store/list-directory.ts'
import { type OpenFiles, readOpenFiles } from '#lib/store/open-files.ts'
import { pinDirectory } from '#lib/store/pinned-directory.ts'
import { READING } from '#lib/store/read-file.ts'

/** A log of the home that takes room, with what is known of who writes to it. */
export type LogFile = {
  name: string
  stamp: FileStamp
  isOpen: ReturnType<OpenFiles['isOpen']>
  /** What it would be once it is compressed, by its beginning. */
  packedBytes: number
}

/** `names` are all that are there, so that none is taken twice. */
export type LogEvidence = { logs: LogFile[]; names: ReadonlySet<string> }

/** Logs, rotated ones and reports; what is compressed already ends in `.gz`. */
const LOG_NAME = /\.log(?:\.\d+)?$|^health_report_.*\.txt$/
/** It is written by every operation, this one too. */
const OWN_LOG = 'recovery.log'

export const isCurrentLog = (name: string): boolean => name.endsWith('.log')

/** What is shorter frees nothing that counts. */
const WORTH_BYTES = 64 * 1024
const SAMPLE_BYTES = 256 * 1024

/** The logs that are long, and those rotated or written once that nobody wrote to for a day. */
export function readLogs(home: string, nowMs: number): LogEvidence {
  const path = `${home}/logs`
  const listing = listDirectory(path, statEntry(path))
  if (listing.kind !== 'listed') return { logs: [], names: new Set() }
  const names = new Set(listing.entries.map(({ name }) => name))
  using directory = pinDirectory(home, 'logs')
  const open = readOpenFiles()
  const logs = listing.entries
    .filter(({ kind, name }) => kind === 'file' && LOG_NAME.test(name) && name !== OWN_LOG)
    .flatMap(({ name }) => readLog(directory.at(name), name, nowMs, open) ?? [])
  return { logs, names }
}

function readLog(path: string, name: string, nowMs: number, open: OpenFiles): LogFile | null {
  try {
    const stat = lstatSync(path)
    const user = process.geteuid?.() ?? 0
    const isOld = nowMs - stat.mtimeMs > LOG_QUIET_MS
    if (!stat.isFile() || (user !== 0 && stat.uid !== user) || stat.size < WORTH_BYTES) return null
    // By this name a program may write to it any time.
    if (isCurrentLog(name) ? stat.size <= LOG_LIMIT_BYTES : !isOld) return null
    const packedBytes = Math.round(stat.size * packingOf(path))
    return { name, stamp: stampFrom(stat), isOpen: open.isOpen(stat), packedBytes }
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    return null
  }
}

/** How much of its size is left of the beginning of a file once it is compressed. */
function packingOf(path: string): number {
  const descriptor = openSync(path, READING)
  try {
    const sample = Buffer.alloc(SAMPLE_BYTES)
    const length = readSync(descriptor, sample, 0, SAMPLE_BYTES, 0)
    return length === 0 ? 1 : gzipSync(sample.subarray(0, length)).length / length
  } finally {
    closeSync(descriptor)
  }
}
