import type { DatabaseSync } from 'node:sqlite'
import type { ItemOutcome, Operation, OperationStatus } from '#lib/model/operation.ts'
import type { Plan, PlanAction, PlanOmission } from '#lib/model/plan.ts'
import { readJournal, writeJournal } from './write-journal.ts'

export type Operations = {
  /** Within the transaction of the intent. */
  begin(plan: Plan, user: string): void
  /** Within the transaction of the outcome. */
  end(id: string, report: { status: OperationStatus; items: ItemOutcome[]; resumed: boolean }): void
  /** Says that one was taken back by another. */
  setUndoneBy(id: string, by: string): void
  get(id: string): Operation | null
  /** The newest first. */
  latest(limit: number): Operation[]
  /** Begun and not ended, the oldest first. */
  open(): Operation[]
}

const COLUMNS = 'id, action, user, started_at_ms, ended_at_ms, status, resumed, report, undoes, undone_by'

export function createOperations(db: DatabaseSync, nowMs: () => number): Operations {
  const insert = db.prepare(
    'INSERT INTO operations (id, action, user, started_at_ms, status, report, undoes) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const end = db.prepare(
    'UPDATE operations SET ended_at_ms = ?, status = ?, resumed = ?, report = ? WHERE id = ?',
  )
  const undone = db.prepare('UPDATE operations SET undone_by = ? WHERE id = ?')
  const one = db.prepare(`SELECT ${COLUMNS} FROM operations WHERE id = ?`)
  const latest = db.prepare(`SELECT ${COLUMNS} FROM operations ORDER BY started_at_ms DESC, id LIMIT ?`)
  const open = db.prepare(
    `SELECT ${COLUMNS} FROM operations WHERE ended_at_ms IS NULL ORDER BY started_at_ms, id`,
  )
  return {
    begin({ id, action, undoes, omitted, files, sizeBytes, reversible }, user) {
      const report: Report = { items: [], omitted, files, sizeBytes, reversible }
      insert.run(id, action, user, nowMs(), 'running', JSON.stringify(report), undoes)
    },
    end: (id, { status, items, resumed }) =>
      writeJournal(db, () => {
        const before = reportOf(one.get(id))
        const done = items.filter(({ outcome }) => outcome === 'done')
        const report: Report = {
          ...before,
          items,
          files: done.reduce((sum, item) => sum + item.files, 0),
          sizeBytes: done.reduce((sum, item) => sum + item.sizeBytes, 0),
        }
        end.run(nowMs(), status, resumed ? 1 : 0, JSON.stringify(report), id)
      }),
    setUndoneBy(id, by) {
      undone.run(by, id)
    },
    get: (id) =>
      readJournal(() => {
        const row = one.get(id)
        return row === undefined ? null : toOperation(row)
      }),
    latest: (limit) => readJournal(() => latest.all(limit).map(toOperation)),
    open: () => readJournal(() => open.all().map(toOperation)),
  }
}

type Values = Record<string, unknown>
type Report = {
  items: ItemOutcome[]
  omitted: PlanOmission[]
  files: number
  sizeBytes: number
  reversible: boolean
}

/** As `begin` and `end` wrote it. */
const reportOf = (row: Values | undefined): Report => JSON.parse(String(row?.report)) as Report

function toOperation(row: Values): Operation {
  const { reversible, ...report } = reportOf(row)
  const undoneBy = row.undone_by as string | null
  const endedAtMs = row.ended_at_ms as number | null
  return {
    ...report,
    id: String(row.id),
    action: row.action as PlanAction,
    user: String(row.user),
    startedAtMs: Number(row.started_at_ms),
    endedAtMs,
    status: row.status as OperationStatus,
    resumed: row.resumed === 1,
    undoes: row.undoes as string | null,
    undoneBy,
    undoable:
      reversible &&
      endedAtMs !== null &&
      undoneBy === null &&
      report.items.some(({ outcome }) => outcome === 'done'),
  }
}
