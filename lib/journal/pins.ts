import type { DatabaseSync } from 'node:sqlite'
import { type Identity, requireOwner } from '#lib/model/identity.ts'
import type { Pin } from '#lib/model/pin.ts'
import type { Audit } from './audit.ts'
import { readJournal, writeJournal } from './write-journal.ts'

/** Sessions that are kept whatever their age. */
export type Pins = {
  /** Who pinned it first stays who did. */
  add(by: Identity, sessionId: string): void
  /** False where it was not pinned. */
  remove(by: Identity, sessionId: string): boolean
  get(sessionId: string): Pin | null
  /** The latest first. */
  list(): Pin[]
}

type Row = Record<string, unknown>

export function createPins(db: DatabaseSync, audit: Audit, nowMs: () => number): Pins {
  const put = db.prepare('INSERT OR IGNORE INTO pins (session, user, pinned_at_ms) VALUES (?, ?, ?)')
  const take = db.prepare('DELETE FROM pins WHERE session = ?')
  const one = db.prepare('SELECT session, user, pinned_at_ms FROM pins WHERE session = ?')
  const all = db.prepare('SELECT session, user, pinned_at_ms FROM pins ORDER BY pinned_at_ms DESC, session')
  const change = (by: Identity, action: string, session: string, work: () => boolean): boolean => {
    requireOwner(by)
    return writeJournal(db, () => {
      const changed = work()
      if (changed) audit.append({ user: by.name, action, outcome: 'done', detail: { session } })
      return changed
    })
  }
  return {
    add(by, id) {
      change(by, 'pin', id, () => put.run(id, by.name, nowMs()).changes > 0)
    },
    remove: (by, id) => change(by, 'unpin', id, () => take.run(id).changes > 0),
    get: (id) =>
      readJournal(() => {
        const row = one.get(id)
        return row === undefined ? null : toPin(row)
      }),
    list: () => readJournal(() => all.all().map(toPin)),
  }
}

const toPin = ({ session, user, pinned_at_ms }: Row): Pin => ({
  sessionId: String(session),
  user: String(user),
  pinnedAtMs: Number(pinned_at_ms),
})
