import { type FileRow, fromRow } from '#lib/history/file-row.ts'
import type { FileRecord } from '#lib/model/file-record.ts'
import type { SessionSummary } from '#lib/sessions/summarize-session.ts'

/** All that was found of a session: a summary of it where one directory holds everything, else the files. */
export type FreshSession = { summary: SessionSummary } | { files: FileRecord[] }

/**
 * Remembers the files of a first scan until their session is written, so that the database need not be asked for what
 * was just put there. A session that was written before has rows that this knows nothing of, and must be loaded.
 */
export type FreshFiles = {
  add(id: string, records: readonly FileRecord[]): void
  /** The files of one directory, and the summary that they make where they are all there is. */
  addSummarized(summary: SessionSummary, rows: readonly FileRow[]): void
  /** How many files were added. */
  count(): number
  take(id: string): FreshSession | null
}

type Waiting = FreshSession & { rows?: readonly FileRow[] }

export function freshFiles(): FreshFiles {
  const waiting = new Map<string, Waiting>()
  const taken = new Set<string>()
  let count = 0
  const add = (id: string, records: readonly FileRecord[]): void => {
    if (taken.has(id)) return
    const before = waiting.get(id)
    const files =
      before === undefined ? [] : 'files' in before ? before.files : (before.rows ?? []).map(fromRow)
    files.push(...records)
    waiting.set(id, { files })
  }
  return {
    add(id, records) {
      count += records.length
      add(id, records)
    },
    addSummarized(summary, rows) {
      count += rows.length
      const { id } = summary.session
      if (waiting.has(id)) add(id, rows.map(fromRow))
      else if (!taken.has(id)) waiting.set(id, { summary, rows })
    },
    count: () => count,
    take(id) {
      if (taken.has(id)) return null
      taken.add(id)
      const found = waiting.get(id) ?? { files: [] }
      waiting.delete(id)
      return found
    },
  }
}
