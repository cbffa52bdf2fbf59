import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '#lib/errors.ts'
import { type Audit, createAudit } from './audit.ts'
import { type Consents, createConsents } from './consents.ts'
import { createJobRuns, type JobRuns } from './job-runs.ts'
import { openJournalDatabase } from './open-journal.ts'
import { createOperations, type Operations } from './operations.ts'
import { createPins, type Pins } from './pins.ts'
import { createPlans, type Plans } from './plans.ts'
import { createShares, type Shares } from './shares.ts'
import { createSnoozes, type Snoozes } from './snoozes.ts'
import { createTokens, type Tokens } from './tokens.ts'
import { writeJournal } from './write-journal.ts'

/** Who may come in and who did what. Opened when it is first needed, so that merely reading a home makes none. */
export type Journal = {
  /** Throws `AppError('journal_unusable')` or `AppError('journal_damaged')` where it cannot be opened; so does `audit`. */
  tokens(): Tokens
  shares(): Shares
  audit(): Audit
  plans(): Plans
  operations(): Operations
  snoozes(): Snoozes
  consents(): Consents
  pins(): Pins
  jobRuns(): JobRuns
  /** One durable change of all of them, or none. */
  within<T>(work: () => T): T
  close(): void
}

type Opened = {
  db: DatabaseSync
  audit: Audit
  tokens: Tokens
  shares: Shares
  plans: Plans
  operations: Operations
  snoozes: Snoozes
  consents: Consents
  pins: Pins
  jobRuns: JobRuns
}

/** `directory` is the product's own in the home. `now` is the clock, epoch milliseconds. */
export function createJournal(directory: string, now: () => number = Date.now): Journal {
  let opened: Opened | null = null
  let fault: AppError | null = null
  const open = (): Opened => {
    // Whatever was found damaged is not begun anew behind the back of whoever relied on it.
    if (fault !== null) throw fault
    if (opened !== null) return opened
    try {
      const db = openJournalDatabase(directory, () => new Date(now()))
      const audit = createAudit(db, now)
      const tokens = createTokens(db, audit, now)
      opened = {
        db,
        audit,
        tokens,
        shares: createShares(db, audit, tokens, now),
        plans: createPlans(db, now),
        operations: createOperations(db, now),
        snoozes: createSnoozes(db, audit, now),
        consents: createConsents(db, audit, now),
        pins: createPins(db, audit, now),
        jobRuns: createJobRuns(db, audit, now),
      }
      return opened
    } catch (error) {
      if (error instanceof AppError && error.code === 'journal_damaged') fault = error
      throw error
    }
  }
  return {
    tokens: () => open().tokens,
    shares: () => open().shares,
    audit: () => open().audit,
    plans: () => open().plans,
    operations: () => open().operations,
    snoozes: () => open().snoozes,
    consents: () => open().consents,
    pins: () => open().pins,
    jobRuns: () => open().jobRuns,
    within: (work) => writeJournal(open().db, work),
    close() {
      opened?.db.close()
      opened = null
    },
  }
}
