import type { DatabaseSync } from 'node:sqlite'
import { type Identity, requireOwner } from '#lib/model/identity.ts'
import type { Consent } from '#lib/model/recovery.ts'
import type { Audit } from './audit.ts'
import { readJournal, writeJournal } from './write-journal.ts'

/** What may be done for good from now on without being asked each time. */
export type Consents = {
  give(by: Identity): void
  withdraw(by: Identity): void
  /** `null` where nobody gave it. */
  get(): Consent | null
}

/** The only one that there is: files that have been in the trash past their retention. */
const PURGE_EXPIRED = 'purge_expired_trash'

export function createConsents(db: DatabaseSync, audit: Audit, nowMs: () => number): Consents {
  const put = db.prepare('INSERT OR REPLACE INTO consents (what, user, given_at_ms) VALUES (?, ?, ?)')
  const remove = db.prepare('DELETE FROM consents WHERE what = ?')
  const one = db.prepare('SELECT user, given_at_ms FROM consents WHERE what = ?')
  const record = (by: Identity, action: string): void =>
    audit.append({ user: by.name, action, outcome: 'done', detail: { what: PURGE_EXPIRED } })
  return {
    give(by) {
      requireOwner(by)
      writeJournal(db, () => {
        put.run(PURGE_EXPIRED, by.name, nowMs())
        record(by, 'consent_give')
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
        return row === undefined ? null : { user: String(row.user), givenAtMs: Number(row.given_at_ms) }
      }),
  }
}
