import type { DatabaseSync } from 'node:sqlite'
import type { JobCaller, JobOutcome, JobResult, JobRun } from '#lib/model/job-run.ts'
import type { Job } from '#lib/model/schedule.ts'
import type { Audit } from './audit.ts'
import { readJournal, writeJournal } from './write-journal.ts'

/** What is claimed before a job begins. */
export type JobClaim = { job: Job; slotAtMs: number | null; caller: JobCaller; user: string }

/** Which due times of jobs were claimed, and what came of them. Each run leaves its begin and its outcome in the audit. */
export type JobRuns = {
  /** Throws where the due time is claimed already: whoever asks looks first, in the same change of the journal. */
  begin(claim: JobClaim): JobRun
  /** Begins anew what a process that ended left. */
  takeUp(id: number, claim: JobClaim): JobRun
  end(id: number, result: JobResult): JobRun
  ofSlot(job: Job, slotAtMs: number): JobRun | null
  /** Begun and not ended. */
  open(job: Job): JobRun[]
  /** The newest first, as they were begun. */
  latest(job: Job, limit: number): JobRun[]
  /** The last that looked after retention, or should have; by `ran`, the last that did. */
  lastRetention(job: Job, by?: 'ran'): JobRun | null
  /** Whether a clean-up has looked after retention by itself, ever. */
  hasCleanedUpByItself(): boolean
  /** How many runs in a row have failed, up to the last. */
  failuresInARow(job: Job): number
  /** Since when a job is on at these times; from now on where it was not, or at others. */
  switchOn(job: Job, cron: string): number
  switchOff(job: Job): void
  /** `null` where it is off. */
  onSince(job: Job): number | null
}

type Row = Record<string, unknown>

export function createJobRuns(db: DatabaseSync, audit: Audit, nowMs: () => number): JobRuns {
  const insert = db.prepare(`
    INSERT INTO job_runs (job, slot_at_ms, caller, user, started_at_ms, attempts, outcome, summary, operations)
    VALUES (?, ?, ?, ?, ?, 1, 'running', '', '[]') RETURNING *`)
  const again = db.prepare(`
    UPDATE job_runs SET caller = ?, user = ?, started_at_ms = ?, attempts = attempts + 1 WHERE id = ? RETURNING *`)
  const end = db.prepare(`
    UPDATE job_runs SET ended_at_ms = ?, outcome = ?, summary = ?, operations = ?, report = ?, retention = ?
    WHERE id = ? RETURNING *`)
  const ofSlot = db.prepare('SELECT * FROM job_runs WHERE job = ? AND slot_at_ms = ?')
  const open = db.prepare('SELECT * FROM job_runs WHERE job = ? AND ended_at_ms IS NULL ORDER BY id')
  const latest = db.prepare('SELECT * FROM job_runs WHERE job = ? ORDER BY id DESC LIMIT ?')
  const retention = db.prepare(
    'SELECT * FROM job_runs WHERE job = ? AND retention IS NOT NULL AND retention = ifnull(?, retention) ORDER BY id DESC LIMIT 1',
  )
  const byItself = db.prepare(
    "SELECT 1 FROM job_runs WHERE job = 'clean_up' AND retention = 'ran' AND slot_at_ms IS NOT NULL LIMIT 1",
  )
  const failures = db.prepare(`
    SELECT count(*) AS failures FROM job_runs WHERE job = :job AND outcome = 'failed'
      AND id > ifnull((SELECT max(id) FROM job_runs WHERE job = :job AND outcome = 'done'), 0)`)
  const switched = db.prepare('SELECT cron, since_ms FROM job_switches WHERE job = ?')
  const on = db.prepare('INSERT OR REPLACE INTO job_switches (job, cron, since_ms) VALUES (?, ?, ?)')
  const off = db.prepare('DELETE FROM job_switches WHERE job = ?')
  const oneOf = (rows: readonly Row[]): JobRun | null => rows.map(toRun)[0] ?? null
  const begun = (row: Row | undefined): JobRun => {
    const run = toRun(row)
    const { job, user, caller, slotAtMs, attempts } = run
    const detail = { run: run.id, dueAtMs: slotAtMs, caller, attempts }
    audit.append({ user, action: actionOf(job), outcome: 'begun', detail })
    return run
  }
  return {
    begin: ({ job, slotAtMs, caller, user }) =>
      writeJournal(db, () => begun(insert.get(job, slotAtMs, caller, user, nowMs()))),
    takeUp: (id, { caller, user }) => writeJournal(db, () => begun(again.get(caller, user, nowMs(), id))),
    end: (id, { outcome, summary, operations, report, retention: kept }) =>
      writeJournal(db, () => {
        const values = [outcome, summary, JSON.stringify(operations), report, kept]
        const run = toRun(end.get(nowMs(), ...values, id))
        const detail = { run: id, summary, operations: operations.length }
        audit.append({ user: run.user, action: actionOf(run.job), outcome, detail })
        return run
      }),
    ofSlot: (job, slotAtMs) => readJournal(() => oneOf(ofSlot.all(job, slotAtMs))),
    open: (job) => readJournal(() => open.all(job).map(toRun)),
    latest: (job, limit) => readJournal(() => latest.all(job, limit).map(toRun)),
    lastRetention: (job, by) => readJournal(() => oneOf(retention.all(job, by ?? null))),
    hasCleanedUpByItself: () => readJournal(() => byItself.get() !== undefined),
    failuresInARow: (job) => readJournal(() => Number(failures.get({ job })?.failures)),
    switchOn: (job, cron) =>
      writeJournal(db, () => {
        const before = switched.get(job)
        const now = nowMs()
        // Where the clock was ahead when it was switched on, nothing would ever be due.
        if (before?.cron === cron && Number(before.since_ms) <= now) return Number(before.since_ms)
        on.run(job, cron, now)
        return now
      }),
    switchOff: (job) => {
      if (readJournal(() => switched.get(job)) !== undefined) writeJournal(db, () => off.run(job))
    },
    onSince: (job) =>
      readJournal(() => {
        const row = switched.get(job)
        return row === undefined ? null : Number(row.since_ms)
      }),
  }
}

/** As the audit names it: what a job does in turn stands there by its own names. */
const actionOf = (job: Job): string => `job_${job}`

/** As `begin`, `takeUp` and `end` wrote it. */
function toRun(row: Row | undefined): JobRun {
  const numberOrNull = (value: unknown): number | null => (value === null ? null : Number(value))
  return {
    id: Number(row?.id),
    job: String(row?.job) as Job,
    slotAtMs: numberOrNull(row?.slot_at_ms),
    caller: String(row?.caller) as JobCaller,
    user: String(row?.user),
    startedAtMs: Number(row?.started_at_ms),
    endedAtMs: numberOrNull(row?.ended_at_ms),
    attempts: Number(row?.attempts),
    outcome: String(row?.outcome) as JobOutcome,
    summary: String(row?.summary),
    operations: JSON.parse(String(row?.operations)) as string[],
    report: row?.report as string | null,
    retention: row?.retention as JobRun['retention'],
  }
}
