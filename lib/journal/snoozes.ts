import type { DatabaseSync } from 'node:sqlite'
import { type Identity, requireOwner } from '#lib/model/identity.ts'
import type { Issue, IssueType } from '#lib/model/issue.ts'
import type { Audit } from './audit.ts'
import { readJournal, writeJournal } from './write-journal.ts'

export type Snoozes = {
  /** `null` ends it. */
  set(by: Identity, type: IssueType, untilMs: number | null): void
  /** Issues, each with until when it is snoozed. */
  mark(issues: readonly Issue[]): Issue[]
}

export function createSnoozes(db: DatabaseSync, audit: Audit, nowMs: () => number): Snoozes {
  const put = db.prepare('INSERT OR REPLACE INTO snoozes (issue, until_ms) VALUES (?, ?)')
  const remove = db.prepare('DELETE FROM snoozes WHERE issue = ? OR until_ms <= ?')
  const all = db.prepare('SELECT issue, until_ms FROM snoozes WHERE until_ms > ?')
  return {
    set(by, type, untilMs) {
      requireOwner(by)
      writeJournal(db, () => {
        remove.run(type, nowMs())
        if (untilMs !== null) put.run(type, untilMs)
        audit.append({ user: by.name, action: 'snooze', outcome: 'done', detail: { issue: type, untilMs } })
      })
    },
    mark: (issues) =>
      readJournal(() => {
        const untilMs = new Map(all.all(nowMs()).map((row) => [String(row.issue), Number(row.until_ms)]))
        return issues.map((issue) => ({ ...issue, snoozedUntilMs: untilMs.get(issue.type) ?? null }))
      }),
  }
}
