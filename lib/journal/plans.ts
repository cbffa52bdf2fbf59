import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '#lib/errors.ts'
import type { Plan } from '#lib/model/plan.ts'
import { readJournal, writeJournal } from './write-journal.ts'

/** What was shown can be confirmed for this long; after that, what it says may be long past. */
export const PLAN_LIFE_MS = 10 * 60_000

export type Plans = {
  /** Keeps a plan until it is used or expires, and forgets those that have. */
  add(plan: Plan): void
  /**
   * A plan that may still be used. Throws `AppError('plan_not_found')`, `AppError('plan_used')` and
   * `AppError('plan_expired')`.
   */
  find(id: string): Plan
  /** From now on it is used, and kept for undo. */
  use(id: string): void
  /** The plan of an operation, used or not. */
  ofOperation(id: string): Plan | null
  /** Where settings lie that plans have changed lately. */
  settingsDirectories(): string[]
}

export function createPlans(db: DatabaseSync, nowMs: () => number): Plans {
  const insert = db.prepare(
    'INSERT INTO plans (id, action, content, created_at_ms, expires_at_ms) VALUES (?, ?, ?, ?, ?)',
  )
  const one = db.prepare('SELECT content, expires_at_ms, used_at_ms FROM plans WHERE id = ?')
  const use = db.prepare('UPDATE plans SET used_at_ms = ? WHERE id = ?')
  const forget = db.prepare('DELETE FROM plans WHERE used_at_ms IS NULL AND expires_at_ms < ?')
  const ofSettings = db.prepare(
    "SELECT content FROM plans WHERE used_at_ms IS NOT NULL AND action IN ('install_hooks', 'uninstall_hooks') ORDER BY created_at_ms DESC LIMIT 20",
  )
  return {
    add: (plan) =>
      writeJournal(db, () => {
        forget.run(nowMs() - PLAN_LIFE_MS)
        insert.run(plan.id, plan.action, JSON.stringify(plan), plan.createdAtMs, plan.expiresAtMs)
      }),
    find: (id) =>
      readJournal(() => {
        const row = one.get(id)
        if (row === undefined)
          throw new AppError('plan_not_found', 'There is no such plan. Look at what is to be done again.')
        if (row.used_at_ms !== null)
          throw new AppError('plan_used', 'This plan was carried out already. See Recovery for its report.')
        if (Number(row.expires_at_ms) <= nowMs())
          throw new AppError('plan_expired', 'This plan is older than 10 minutes. Look at it again.')
        return parse(row.content)
      }),
    use(id) {
      use.run(nowMs(), id)
    },
    ofOperation: (id) =>
      readJournal(() => {
        const row = one.get(id)
        return row === undefined ? null : parse(row.content)
      }),
    settingsDirectories: () =>
      readJournal(() => {
        const items = ofSettings.all().flatMap(({ content }) => parse(content).items)
        return [...new Set(items.flatMap(({ settingsDirectory }) => settingsDirectory ?? []))]
      }),
  }
}

/** As `add` wrote it; an earlier version knew one root, whole sessions and nothing that is only read. */
function parse(content: unknown): Plan {
  const plan = JSON.parse(String(content)) as Plan
  const items = plan.items.map((item) => ({ ...EARLIER, ...item }))
  return { ...plan, items }
}

const EARLIER = { scope: 'session', root: 'results', inputs: [], freesBytes: null } as const
