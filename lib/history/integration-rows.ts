import type { DatabaseSync } from 'node:sqlite'

export type Integration = { sessionId: string; atMs: number }

/** When each session was integrated last, whether its integrated file is still there or not. */
export type IntegrationRows = {
  put(integration: Integration): void
  all(): Iterable<Integration>
}

export function integrationRows(db: DatabaseSync): IntegrationRows {
  const put = db.prepare(`
    INSERT INTO integrations (session_id, at_ms) VALUES (?, ?)
    ON CONFLICT DO UPDATE SET at_ms = max(at_ms, excluded.at_ms)`)
  const all = db.prepare('SELECT session_id, at_ms FROM integrations')
  return {
    put: ({ sessionId, atMs }) => void put.run(sessionId, atMs),
    all: () => all.iterate().map((row) => ({ sessionId: String(row.session_id), atMs: Number(row.at_ms) })),
  }
}
