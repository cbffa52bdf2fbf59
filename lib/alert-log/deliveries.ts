import type { DatabaseSync } from 'node:sqlite'
import type { WebhookDelivery } from '#lib/model/alert-view.ts'

export type DeliveryBegin = Pick<WebhookDelivery, 'webhook' | 'text' | 'test' | 'begunAtMs'>
export type TryResult = Pick<WebhookDelivery, 'lastAtMs' | 'tries' | 'status' | 'detail'>

export type Deliveries = {
  /** Returns its id. */
  begin(delivery: DeliveryBegin): number
  endTry(id: number, result: TryResult): void
  /** Whatever was on its way when the dashboard ended is not. */
  endOpen(detail: string): void
  latest(limit: number): WebhookDelivery[]
  forget(beforeMs: number): void
}

export function createDeliveries(db: DatabaseSync): Deliveries {
  const begin = db.prepare(`
    INSERT INTO deliveries (webhook, text, test, begun_at_ms, last_at_ms, tries, status, detail)
    VALUES (?, ?, ?, ?, ?, 0, 'trying', '')`)
  const endTry = db.prepare(
    'UPDATE deliveries SET last_at_ms = ?, tries = ?, status = ?, detail = ? WHERE id = ?',
  )
  const endOpen = db.prepare("UPDATE deliveries SET status = 'failed', detail = ? WHERE status = 'trying'")
  const latest = db.prepare('SELECT * FROM deliveries ORDER BY id DESC LIMIT ?')
  const forget = db.prepare('DELETE FROM deliveries WHERE begun_at_ms < ?')
  return {
    begin: ({ webhook, text, test, begunAtMs }) =>
      Number(begin.run(webhook, text, test ? 1 : 0, begunAtMs, begunAtMs).lastInsertRowid),
    endTry: (id, { lastAtMs, tries, status, detail }) => void endTry.run(lastAtMs, tries, status, detail, id),
    endOpen: (detail) => void endOpen.run(detail),
    latest: (limit) => latest.all(limit).map(toDelivery),
    forget: (beforeMs) => void forget.run(beforeMs),
  }
}

function toDelivery(row: Record<string, unknown>): WebhookDelivery {
  const { status } = row
  return {
    id: Number(row.id),
    webhook: String(row.webhook),
    text: String(row.text),
    test: row.test === 1,
    begunAtMs: Number(row.begun_at_ms),
    lastAtMs: Number(row.last_at_ms),
    tries: Number(row.tries),
    status: status === 'delivered' || status === 'trying' ? status : 'failed',
    detail: String(row.detail),
  }
}
