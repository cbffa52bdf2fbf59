import type { DatabaseSync } from 'node:sqlite'

/** `staleSinceMs`: epoch milliseconds; `null` where it is stale no longer. */
export type StaleChange = { id: string; staleSinceMs: number | null }

export type StaleSessions = {
  all(): Map<string, number>
  put(changes: readonly StaleChange[]): void
}

export function createStaleSessions(db: DatabaseSync): StaleSessions {
  const all = db.prepare('SELECT id, since_ms FROM stale_sessions')
  const put = db.prepare('INSERT OR REPLACE INTO stale_sessions (id, since_ms) VALUES (?, ?)')
  const remove = db.prepare('DELETE FROM stale_sessions WHERE id = ?')
  return {
    all: () => new Map(all.all().map((row) => [String(row.id), Number(row.since_ms)])),
    put(changes) {
      for (const { id, staleSinceMs } of changes) {
        if (staleSinceMs === null) remove.run(id)
        else put.run(id, staleSinceMs)
      }
    },
  }
}
