import type { FileRecord } from '#lib/model/file-record.ts'

/**
 * Remembers the files of a first scan until their session is written, so that the database need not be asked for what
 * was just put there. A session that was written before has rows that this knows nothing of, and must be loaded.
 */
export type FreshFiles = {
  add(id: string, records: readonly FileRecord[]): void
  /** Whether a session was never heard of; from now on it is one that was written. */
  claim(id: string): boolean
  /** The files of a session that was not written before; then it counts as written. */
  take(id: string): FileRecord[] | null
}

export function freshFiles(): FreshFiles {
  const waiting = new Map<string, FileRecord[]>()
  const written = new Set<string>()
  return {
    add(id, records) {
      if (written.has(id)) return
      const files = waiting.get(id)
      if (files) files.push(...records)
      else waiting.set(id, [...records])
    },
    claim(id) {
      if (waiting.has(id) || written.has(id)) return false
      written.add(id)
      return true
    },
    take(id) {
      if (written.has(id)) return null
      written.add(id)
      const files = waiting.get(id) ?? []
      waiting.delete(id)
      return files
    },
  }
}
