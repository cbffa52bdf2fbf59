import type { DatabaseSync } from 'node:sqlite'
import { ALERT_RULES, type AlertChange } from '#lib/model/alert.ts'
import type { AlertIncident } from '#lib/model/alert-view.ts'

export type Incidents = {
  put(change: AlertChange): void
  latest(limit: number): AlertIncident[]
  /** Of those that are raised still, none goes. */
  forget(beforeMs: number): void
}

export function createIncidents(db: DatabaseSync): Incidents {
  const raise = db.prepare(
    'INSERT INTO incidents (rule, agent, raised_at_ms, value, threshold) VALUES (?, ?, ?, ?, ?)',
  )
  const clear = db.prepare(
    'UPDATE incidents SET cleared_at_ms = ?, switched_off = ? WHERE rule = ? AND agent IS ? AND cleared_at_ms IS NULL',
  )
  const latest = db.prepare('SELECT * FROM incidents ORDER BY raised_at_ms DESC, id DESC LIMIT ?')
  const forget = db.prepare('DELETE FROM incidents WHERE cleared_at_ms IS NOT NULL AND raised_at_ms < ?')
  return {
    put({ kind, rule, agent, atMs, value, threshold, because }) {
      if (kind === 'raised') raise.run(rule, agent, atMs, value, threshold)
      if (kind === 'cleared') clear.run(atMs, because === 'switched_off' ? 1 : 0, rule, agent)
    },
    latest: (limit) => latest.all(limit).flatMap(toIncident),
    forget: (beforeMs) => void forget.run(beforeMs),
  }
}

/** A rule that a later version took away is left out. */
function toIncident(row: Record<string, unknown>): AlertIncident[] {
  const rule = ALERT_RULES.find((known) => known === row.rule)
  if (rule === undefined) return []
  const numberOrNull = (value: unknown): number | null => (value === null ? null : Number(value))
  return [
    {
      id: Number(row.id),
      rule,
      agent: row.agent === null ? null : String(row.agent),
      raisedAtMs: Number(row.raised_at_ms),
      clearedAtMs: numberOrNull(row.cleared_at_ms),
      value: numberOrNull(row.value),
      threshold: Number(row.threshold),
      switchedOff: row.switched_off === 1,
    },
  ]
}
