import { type FileRow, toRow } from '#lib/history/file-row.ts'
import type { History } from '#lib/history/history.ts'
import type { FileRecord, FileStamp } from '#lib/model/file-record.ts'
import type { SessionSummary } from '#lib/sessions/summarize-session.ts'
import type { KnownDirectories } from './known-directories.ts'
import type { EntryContext } from './read-entry.ts'

/** What bringing rows up to date works on. */
export type RefreshContext = {
  resultsDirectory: string
  history: History
  /** What each directory held when it was last read. An empty digest means: rows exist, compare them all. */
  directories: KnownDirectories
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

export function isUnchanged(row: FileRecord, stamp: FileStamp): boolean {
  return (
    !row.beingWritten &&
    row.sizeBytes === stamp.sizeBytes &&
    row.modifiedAtMs === stamp.modifiedAtMs &&
    row.inode === stamp.inode
  )
}

/** Puts a record in the place of the row that was there; that is told too where its session or its problem went. */
export function putRecord(context: RefreshContext, record: FileRecord, before: FileRecord | null): void {
  context.history.files.put(toRow(record))
  if (before && (before.sessionId !== record.sessionId || before.problemCode !== record.problemCode))
    context.onChange(before)
  context.onChange(record)
}

export function removeRow(context: RefreshContext, row: FileRecord): void {
  context.history.files.remove(row.directory, row.name)
  context.onChange(row)
}

/** Forgets a directory that went, with all that lay in it; false where nothing was known of it. */
export function forgetDirectory(context: RefreshContext, directory: string): boolean {
  const paths = context.directories.withAllBelow(directory)
  for (const path of paths) {
    for (const row of context.history.files.inDirectory(path)) removeRow(context, row)
    context.directories.delete(path)
    context.history.directories.remove(path)
  }
  return paths.length > 0
}
