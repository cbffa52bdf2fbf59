import type { DatabaseSync } from 'node:sqlite'

/** What a directory held when it was last read, as a digest over names, sizes, times and inodes. */
export type DirectoryState = { digest: string; modifiedAtMs: number }

export type DirectoryRows = {
  all(): Map<string, DirectoryState>
  put(path: string, state: DirectoryState): void
  remove(path: string): void
}

export function directoryRows(db: DatabaseSync): DirectoryRows {
  const all = db.prepare('SELECT path, digest, modified_at_ms FROM directories')
  const put = db.prepare('INSERT OR REPLACE INTO directories (path, digest, modified_at_ms) VALUES (?, ?, ?)')
  const remove = db.prepare('DELETE FROM directories WHERE path = ?')
  return {
    all: () =>
      new Map(
        all
          .all()
          .map((row) => [
            String(row.path),
            { digest: String(row.digest), modifiedAtMs: Number(row.modified_at_ms) },
          ]),
      ),
    put: (path, { digest, modifiedAtMs }) => {
      put.run(path, digest, modifiedAtMs)
    },
    remove: (path) => {
      remove.run(path)
    },
  }
}
