import { type FileRow, toRow } from '#lib/history/file-row.ts'
import type { History } from '#lib/history/history.ts'
import type { FileRecord, FileStamp } from '#lib/model/file-record.ts'
import { splitPath } from '#lib/model/relative-path.ts'
import type { SessionSummary } from '#lib/sessions/summarize-session.ts'
import type { DirectoryReports } from './directory-reports.ts'
import type { KnownDirectories } from './known-directories.ts'
import type { EntryContext } from './read-entry.ts'

/** What bringing rows up to date works on. */
export type RefreshContext = {
  resultsDirectory: string
  history: History
  /** What each directory held when it was last read. An empty digest means: rows exist, compare them all. */
  directories: KnownDirectories
  reports: DirectoryReports
  now: () => number
  settleMs: number
  /** Called with the rows of a directory that is new, and the session that they make by themselves. */
  onSummary(summary: SessionSummary, rows: readonly FileRow[]): void
  /** Called for each record that is new or read again, and with the record that went. */
  onChange(record: FileRecord): void
}

export function entryContext({ resultsDirectory, history, now, settleMs }: RefreshContext): EntryContext {
  return { resultsDirectory, settleMs, nowMs: now(), isKnownId: history.summaries.knowsSession }
}

/** Whether what was read of a file still stands, by how the file looks now. */
export function isUnchanged(row: FileRecord, stamp: FileStamp): boolean {
  return (
    !mustLookAgain(row) &&
    row.sizeBytes === stamp.sizeBytes &&
    row.modifiedAtMs === stamp.modifiedAtMs &&
    row.inode === stamp.inode
  )
}

/** Files that can be otherwise although they look the same: one that is written, and one that could not be read. */
export function mustLookAgain({ beingWritten, problemCode }: FileRecord): boolean {
  return beingWritten || problemCode === 'no_permission' || problemCode === 'unreadable'
}

/**
 * Puts a record in the place of the row that was there; that is told too where its session or its problem went. False
 * where the record says what the row said.
 */
export function putRecord(context: RefreshContext, record: FileRecord, before: FileRecord | null): boolean {
  const row = toRow(record)
  if (before && isSame(row, toRow({ ...before, duplicate: record.duplicate }))) return false
  context.history.files.put(row)
  if (before && (before.sessionId !== record.sessionId || before.problemCode !== record.problemCode))
    context.onChange(before)
  context.onChange(record)
  return true
}

const isSame = (a: FileRow, b: FileRow): boolean => a.every((value, at) => value === b[at])

export function removeRow(context: RefreshContext, row: FileRecord): void {
  if (row.kind === 'directory') context.reports.remove(row.path)
  context.history.files.remove(row.directory, row.name)
  context.onChange(row)
}

/** Forgets a directory that went, with all that lay in it and what was reported of it; false where nothing was known. */
export function forgetDirectory(context: RefreshContext, directory: string): boolean {
  const paths = context.directories.withAllBelow(directory)
  for (const path of paths) {
    for (const row of context.history.files.inDirectory(path)) removeRow(context, row)
    context.directories.delete(path)
    context.history.directories.remove(path)
  }
  return withdrawReport(context, directory) || paths.length > 0
}

/** Takes back that a directory could not be listed; false where nobody said so. */
export function withdrawReport(context: RefreshContext, path: string): boolean {
  if (!context.reports.has(path)) return false
  const { directory, name } = splitPath(path)
  const report = context.history.files.get(directory, name)
  if (report) removeRow(context, report)
  context.reports.remove(path)
  return true
}
