import { createHash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { AuditEvent, AuditRow, AuditVerdict } from '#lib/model/audit.ts'
import type { AuditPage, AuditQuery } from '#lib/model/recovery.ts'
import { readJournal, writeJournal } from './write-journal.ts'

/** What the first row follows: a journal that was replaced by another does not begin with it by chance. */
const BEGINNING = '0'.repeat(64)

export type Audit = {
  /** Appends a row within the transaction that is open, or one of its own. */
  append(event: AuditEvent): void
  /** The newest first. */
  latest(limit: number): AuditRow[]
  /** Rows that fit, the newest first, and whether there are more before them. */
  page(query: AuditQuery): AuditPage
  verify(): AuditVerdict
}

/**
 * The record of who did what. Each row's hash covers its content and the hash before it, so that a row that is
 * changed, added or taken out breaks the chain there. It cannot tell that the newest rows were cut off together.
 */
export function createAudit(db: DatabaseSync, nowMs: () => number): Audit {
  const columns = 'seq, at_ms, user, action, outcome, detail'
  const last = db.prepare('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1')
  const insert = db.prepare(`INSERT INTO audit (${columns}, hash) VALUES (?, ?, ?, ?, ?, ?, ?)`)
  const latest = db.prepare(`SELECT ${columns} FROM audit ORDER BY seq DESC LIMIT ?`)
  const all = db.prepare(`SELECT ${columns}, hash FROM audit ORDER BY seq`)
  all.setReturnArrays(true)
  const page = db.prepare(`
    SELECT ${columns} FROM audit WHERE (? IS NULL OR user = ?) AND (? IS NULL OR action = ?)
      AND (? IS NULL OR outcome = ?) AND (? IS NULL OR at_ms >= ?) AND (? IS NULL OR at_ms < ?)
      AND (? IS NULL OR seq < ?)
    ORDER BY seq DESC LIMIT ?`)
  const users = db.prepare('SELECT DISTINCT user FROM audit ORDER BY user')
  const actions = db.prepare('SELECT DISTINCT action FROM audit ORDER BY action')
  return {
    append({ user, action, outcome, detail }) {
      writeJournal(db, () => {
        const before = last.get()
        const seq = Number(before?.seq ?? 0) + 1
        const content: Content = [seq, nowMs(), user, action, outcome, JSON.stringify(detail)]
        insert.run(...content, hashOf(content, String(before?.hash ?? BEGINNING)))
      })
    },
    latest: (limit) => readJournal(() => latest.all(limit).map(toRow)),
    page: (query) =>
      readJournal(() => {
        const values = [query.user, query.action, query.outcome, query.fromMs, query.untilMs, query.beforeSeq]
        const rows = page.all(...values.flatMap((value) => [value, value]), query.limit + 1).map(toRow)
        return {
          rows: rows.slice(0, query.limit),
          more: rows.length > query.limit,
          users: users.all().map(({ user }) => String(user)),
          actions: actions.all().map(({ action }) => String(action)),
        }
      }),
    verify: () => readJournal(verify),
  }

  function verify(): AuditVerdict {
    let before = BEGINNING
    let rows = 0
    for (const values of all.iterate()) {
      // Of a strict table, and as arrays.
      const [seq, atMs, user, action, outcome, detail, hash] = values as unknown as [...Content, string]
      rows += 1
      if (seq !== rows || hash !== hashOf([seq, atMs, user, action, outcome, detail], before))
        return { whole: false, brokenAtSeq: rows }
      before = hash
    }
    return { whole: true, rows }
  }
}

/** A row as its columns hold it, in their order. */
type Content = [seq: number, atMs: number, user: string, action: string, outcome: string, detail: string]

function hashOf(content: Content, before: string): string {
  return createHash('sha256')
    .update(JSON.stringify([before, ...content]))
    .digest('hex')
}

function toRow(values: Record<string, unknown>): AuditRow {
  return {
    seq: Number(values.seq),
    atMs: Number(values.at_ms),
    user: String(values.user),
    action: String(values.action),
    // As `append` wrote it; whoever else wrote here is found by `verify`.
    outcome: String(values.outcome) as AuditRow['outcome'],
    detail: JSON.parse(String(values.detail)) as AuditRow['detail'],
  }
}
