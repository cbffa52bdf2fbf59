import type { DatabaseSync } from 'node:sqlite'
import type { AgentNames } from '#lib/capture/transcript/agent-names.ts'
import type { FileStamp } from '#lib/model/file-record.ts'

/** What was read of a transcript, and how many runs stand in it. */
export type ReadTranscript = { stamp: FileStamp; runs: number; brokenLines: number }

export type TranscriptRows = {
  /** `null` for one that was not read, or has changed since. */
  same(path: string, stamp: FileStamp): ReadTranscript | null
  put(path: string, read: ReadTranscript): void
  putNames(sessionId: string, names: AgentNames): void
  /** What a session calls an agent, by the first of these keys that it knows. */
  nameOf(sessionId: string, keys: readonly string[]): string | null
}

export function transcriptRows(db: DatabaseSync): TranscriptRows {
  const find = db.prepare('SELECT * FROM transcripts WHERE path = ?')
  const put = db.prepare('INSERT OR REPLACE INTO transcripts VALUES (?, ?, ?, ?, ?, ?)')
  const name = db.prepare('INSERT OR REPLACE INTO agent_names VALUES (?, ?, ?)')
  const findName = db.prepare('SELECT agent FROM agent_names WHERE session_id = ? AND key = ?')
  return {
    same(path, { sizeBytes, modifiedAtMs, inode }) {
      const row = find.get(path)
      if (row?.size_bytes !== sizeBytes || row.modified_at_ms !== modifiedAtMs || row.inode !== inode)
        return null
      return {
        stamp: { sizeBytes, modifiedAtMs, inode },
        runs: Number(row.runs),
        brokenLines: Number(row.broken_lines),
      }
    },
    put(path, { stamp: { sizeBytes, modifiedAtMs, inode }, runs, brokenLines }) {
      put.run(path, sizeBytes, modifiedAtMs, inode, runs, brokenLines)
    },
    putNames(sessionId, names) {
      for (const [key, agent] of names) name.run(sessionId, key, agent)
    },
    nameOf(sessionId, keys) {
      for (const key of keys) {
        const row = findName.get(sessionId, key)
        if (row !== undefined) return String(row.agent)
      }
      return null
    },
  }
}
