import type { DirectoryState } from '#lib/history/directory-rows.ts'
import type { FileRecord } from '#lib/model/file-record.ts'
import type { Area } from '#lib/model/run.ts'
import { listDirectory, statEntry } from '#lib/store/list-directory.ts'
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
  const path = `${options.resultsDirectory}/${directory}`
  const own = statEntry(path)
  const listing = listDirectory(path, own)
  if (own.kind !== 'directory' || listing.kind !== 'listed') return null
  const records: FileRecord[] = []
  const context = { ...options, isKnownId: () => false }
  for (const entry of listing.entries) {
    const record = entry.kind === 'file' ? readEntry(context, area, directory, entry) : null
    if (record === null || record.beingWritten || record.problemCode !== null) return null
    records.push(record)
  }
  return { records, state: { digest: digestOf(listing.entries, records), modifiedAtMs: own.modifiedAtMs } }
}
