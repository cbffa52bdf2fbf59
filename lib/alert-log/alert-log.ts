import type { DatabaseSync } from 'node:sqlite'
import { isBrokenDatabase, unwritableReason } from '#lib/errors.ts'
import { type AlertChange, type AlertStates, alertKey } from '#lib/model/alert.ts'
import type { AlertIncident, WebhookDelivery } from '#lib/model/alert-view.ts'
import { inTransaction } from '#lib/store/database.ts'
import { createDeliveries, type Deliveries } from './deliveries.ts'
import { createIncidents } from './incidents.ts'
import { openAlertLog } from './open-alert-log.ts'
import { parseState } from './parse-state.ts'
import { createStaleSessions, type StaleChange } from './stale-sessions.ts'

/** How long what was raised and sent is kept. */
export const KEPT_MS = 90 * 86_400_000

/** What alerts did, over restarts. Only the dashboard writes it. */
export type AlertLog = {
  /** Why it is not simply on disk, or what could not be written to it last; `null` otherwise. */
  notice(): string | null
  states(): AlertStates
  /** One durable change: where everything stands, what was raised and what cleared; what is too old goes. */
  put(states: AlertStates, changes: readonly AlertChange[], nowMs: number): void
  /** The newest first. */
  incidents(limit: number): AlertIncident[]
  deliveries(limit: number): WebhookDelivery[]
  beginDelivery: Deliveries['begin']
  endTry: Deliveries['endTry']
  /** Sessions that were told to be stale, and since when they are, epoch milliseconds. */
  staleSessions(): Map<string, number>
  putStaleSessions(changes: readonly StaleChange[]): void
  close(): void
}

/** `directory` is the product's own in the home. */
export function createAlertLog(directory: string, now: () => number = Date.now): AlertLog {
  const { db, notice, close } = openAlertLog(directory, () => new Date(now()))
  const incidents = createIncidents(db)
  const deliveries = createDeliveries(db)
  const stale = createStaleSessions(db)
  const putStates = createStateWriter(db)
  let unwritten: string | null = null
  /** A full disk must not end the watch: what was not written is said, and the next look writes all of it. */
  const write = (work: () => void): void => {
    try {
      inTransaction(db, work)
      unwritten = null
    } catch (error) {
      const reason = unwritableReason(error) ?? (isBrokenDatabase(error) ? 'it is damaged' : null)
      if (reason === null) throw error
      unwritten = `The history of alerts cannot be written (${reason}): what happens now may be missing in it.`
    }
  }
  write(() => deliveries.endOpen('The dashboard ended before it was delivered.'))
  return {
    notice: () => unwritten ?? notice,
    states: () => readStates(db),
    put(states, changes, nowMs) {
      write(() => {
        putStates(states)
        for (const change of changes) incidents.put(change)
        incidents.forget(nowMs - KEPT_MS)
        deliveries.forget(nowMs - KEPT_MS)
      })
    },
    incidents: incidents.latest,
    deliveries: deliveries.latest,
    beginDelivery(delivery) {
      let id = 0
      write(() => {
        id = deliveries.begin(delivery)
      })
      return id
    },
    endTry: (id, result) => write(() => deliveries.endTry(id, result)),
    staleSessions: stale.all,
    putStaleSessions: (changes) => write(() => stale.put(changes)),
    close,
  }
}

function createStateWriter(db: DatabaseSync): (states: AlertStates) => void {
  const clear = db.prepare('DELETE FROM states')
  const put = db.prepare('INSERT INTO states (key, content) VALUES (?, ?)')
  const unmute = db.prepare('DELETE FROM mutes')
  const mute = db.prepare('INSERT INTO mutes (key, until_ms) VALUES (?, ?)')
  return ({ alerts, mutes }) => {
    clear.run()
    for (const alert of alerts) put.run(alertKey(alert), JSON.stringify(alert))
    unmute.run()
    for (const [key, untilMs] of Object.entries(mutes)) mute.run(key, untilMs)
  }
}

function readStates(db: DatabaseSync): AlertStates {
  const alerts = db.prepare('SELECT content FROM states ORDER BY rowid').all()
  const mutes = db.prepare('SELECT key, until_ms FROM mutes').all()
  return {
    alerts: alerts.flatMap(({ content }) => parseState(content) ?? []),
    mutes: Object.fromEntries(mutes.map((row) => [String(row.key), Number(row.until_ms)])),
  }
}
