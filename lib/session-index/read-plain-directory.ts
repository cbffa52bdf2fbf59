import type { DirectoryState } from '#lib/history/directory-rows.ts'
import type { FileRecord, FileStamp } from '#lib/model/file-record.ts'
import type { Area } from '#lib/model/run.ts'
import { classifyFile } from '#lib/sessions/classify-file.ts'
import { type Entry, isNameable, listNames, statEntry } from '#lib/store/list-directory.ts'
import { digestOf, readEntry } from './read-entry.ts'

export type PlainReading = { records: FileRecord[]; state: DirectoryState }

export type PlainOptions = { resultsDirectory: string; settleMs: number; nowMs: number }

/**
 * Reads a directory of which nothing is known yet, without asking the history anything. `null` unless it holds nothing
 * but files without a problem: whatever needs a second look is left to whoever knows more.
 */
export function readPlainDirectory(
  options: PlainOptions,
  area: Area,
  directory: string,
): PlainReading | null {
  const listing = listNames(`${options.resultsDirectory}/${directory}`)
  if (listing === null) return null
  const context = { ...options, isKnownId: () => false }
  const records: FileRecord[] = []
  for (const name of listing.names) {
    const entry: Entry = { name, kind: 'file' }
    const record = isNameable(name) && isRead(area, name) ? readEntry(context, area, directory, entry) : null
    if (record === null || record.beingWritten || record.problemCode !== null) return null
    records.push(record)
  }
  return { records, state: { digest: digestOf(listing.names, records), modifiedAtMs: listing.modifiedAtMs } }
}

/** Whether a directory that holds nothing but files is as its digest says. */
export function isAsItWas({ resultsDirectory }: PlainOptions, directory: string, digest: string): boolean {
  const path = `${resultsDirectory}/${directory}`
  const listing = listNames(path)
  if (listing === null) return false
  const stamps: FileStamp[] = []
  for (const name of listing.names) {
    const stat = statEntry(`${path}/${name}`)
    if (stat.kind !== 'file') return false
    stamps.push(stat)
  }
  return digest === digestOf(listing.names, stamps)
}

/** Whether a file of this name is opened, and so turns out to be something else where it is. */
function isRead(area: Area, name: string): boolean {
  const kind = classifyFile(area, name)
  return kind !== null && kind !== 'summary'
}
