import { join } from 'node:path'
import type { Config } from '#lib/config.ts'
import { holdWords, JOB_NAMES } from '#lib/format/schedule-words.ts'
import { createJournal, type Journal } from '#lib/journal/journal.ts'
import { type Identity, requireOwner } from '#lib/model/identity.ts'
import type { JobCaller, JobRun } from '#lib/model/job-run.ts'
import type { Job } from '#lib/model/schedule.ts'
import { logFault } from '#lib/monitor.ts'
import { type Hold, holdOf } from '#lib/schedule/hold-of.ts'
import { slotsOf } from '#lib/schedule/slots.ts'
import { resolveRoots } from '#lib/store/resolve-roots.ts'
import { doJob } from './do-job.ts'
import { type RanOnce, runOnce } from './run-once.ts'
import { withRecovery } from './with-recovery.ts'

/** As whom jobs that nobody runs by hand stand in the audit. */
export const SCHEDULE: Identity = { role: 'owner', name: 'schedule', via: 'user', tokenId: null }

/** Nobody sits there and waits: another change of the home may take its time. */
const LOCK_WAIT_MS = 5 * 60_000

export type JobAsk = {
  job: Job
  caller: JobCaller
  by: Identity
  /** `null` out of turn. */
  slotAtMs: number | null
}

type Options = {
  now?: () => number
  onBegin?: (run: JobRun) => void
  warn?: (message: string) => void
}

/** Does a job once for its due time, or out of turn. Reads the home anew, in this thread. */
export async function runJob(config: Config, ask: JobAsk, options: Options = {}): Promise<RanOnce> {
  requireOwner(ask.by)
  const { now = Date.now, onBegin, warn = () => undefined } = options
  const directory = join(resolveRoots(config).home, 'monitor')
  const journal = createJournal(directory, now)
  const patient = { ...config, lockWaitMs: Math.max(config.lockWaitMs, LOCK_WAIT_MS) }
  try {
    const { job, caller, slotAtMs, by } = ask
    const ran = await runOnce({ journal, directory }, { job, caller, slotAtMs, user: by.name }, (run) => {
      onBegin?.(run)
      const waits = caller === 'person' ? null : whyWaits(config, journal, job, now())
      const { recoverAfterMs } = config
      return withRecovery({ config: patient, journal, warn }, (opened) =>
        doJob(job, { opened, by, recoverAfterMs, waits }),
      )
    })
    if (ran.kind === 'ran' && ran.run.outcome === 'failed')
      logFault(config.home, `${JOB_NAMES[job]}, run by ${by.name}, failed: ${ran.run.summary}`, now())
    return ran
  } finally {
    journal.close()
  }
}

/**
 * Why a part of a job would wait for a person, were it run by itself now; `null` where none would. Where the disk is low,
 * a recovery removes by age what a clean-up does.
 */
export function whyWaits(config: Config, journal: Journal, job: Job, nowMs: number): string | null {
  if (job === 'health_check') return null
  const hold = holdNow(config, journal, job, nowMs)
  return hold === null ? null : holdWords(job, hold, nowMs)
}

function holdNow({ schedule }: Config, journal: Journal, job: Job, nowMs: number): Hold | null {
  const slots = slotsOf(schedule[job].cron)
  const slotAtMs = slots.last(nowMs)
  const runs = journal.jobRuns()
  return holdOf({
    last: runs.lastRetention(job),
    lastRan: runs.lastRetention(job, 'ran'),
    sinceMs: runs.onSince(job),
    slotBeforeMs: slotAtMs === null ? null : slots.last(slotAtMs - 1),
    nowMs,
  })
}
