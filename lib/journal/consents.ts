import type { DatabaseSync } from 'node:sqlite'
import { type Identity, requireOwner } from '#lib/model/identity.ts'
import type { Consent } from '#lib/model/recovery.ts'
import type { Audit } from './audit.ts'
import { readJournal, writeJournal } from './write-journal.ts'

/** What may be done for good from now on without being asked each time. */
export type Consents = {
  give(by: Identity): void
  withdraw(by: Identity): void
  /** `null` where nobody gave it, or it has lapsed. */
  get(): Consent | null
}

/** The only one that there is: files that have been in the trash past their retention. */
const PURGE_EXPIRED = 'purge_expired_trash'
const GIVE = 'consent_give'

/** Longer than any holiday from which nobody came back to look, and shorter than a clock that is a month wrong. */
const GAP_LIMIT_MS = 30 * 86_400_000
/** A clock that is set right goes back by less. */
const BACK_LIMIT_MS = 3_600_000

export function createConsents(db: DatabaseSync, audit: Audit, nowMs: () => number): Consents {
  const put = db.prepare('INSERT OR REPLACE INTO consents (what, user, given_at_ms) VALUES (?, ?, ?)')
  const remove = db.prepare('DELETE FROM consents WHERE what = ?')
  const one = db.prepare('SELECT user, given_at_ms FROM consents WHERE what = ?')
  // Of two rows that follow each other since it was given, the longest time between them, and the furthest back.
  const steps = db.prepare(`
    SELECT max(at_ms) AS latest, max(at_ms - before) AS longest, min(at_ms - before) AS shortest
    FROM (SELECT at_ms, lag(at_ms) OVER (ORDER BY seq) AS before FROM audit
      WHERE seq >= (SELECT max(seq) FROM audit WHERE action = '${GIVE}'))`)
  /** Where the clock jumped, or nobody was there for long, a person says it anew: what is purged is gone. */
  const hasLapsed = (): boolean => {
    const { latest, longest, shortest } = steps.get() ?? {}
    const gaps = [nowMs() - Number(latest), Number(longest ?? 0), Number(shortest ?? 0)]
    return gaps.some((gapMs) => gapMs > GAP_LIMIT_MS || gapMs < -BACK_LIMIT_MS)
  }
  const record = (by: Identity, action: string): void =>
    audit.append({ user: by.name, action, outcome: 'done', detail: { what: PURGE_EXPIRED } })
  return {
    give(by) {
      requireOwner(by)
      writeJournal(db, () => {
        put.run(PURGE_EXPIRED, by.name, nowMs())
        record(by, GIVE)
      })
    },
    withdraw(by) {
      requireOwner(by)
      writeJournal(db, () => {
        remove.run(PURGE_EXPIRED)
        record(by, 'consent_withdraw')
      })
    },
    get: () =>
      readJournal(() => {
        const row = one.get(PURGE_EXPIRED)
        return row === undefined || hasLapsed()
          ? null
          : { user: String(row.user), givenAtMs: Number(row.given_at_ms) }
      }),
  }
}
