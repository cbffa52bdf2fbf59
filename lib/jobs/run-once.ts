import { join } from 'node:path'
import type { JobClaim } from '#lib/journal/job-runs.ts'
import type { Journal } from '#lib/journal/journal.ts'
import type { JobResult, JobRun } from '#lib/model/job-run.ts'
import type { Job } from '#lib/model/schedule.ts'
import { type ExclusiveLock, takeExclusiveLock } from '#lib/store/exclusive-lock.ts'
import { named } from '#lib/store/named.ts'
import { makeOwnDirectory } from '#lib/store/own-directory.ts'

/** What the kernel frees when the process of a run ends, however that is. */
const takeLock = (directory: string, job: Job, waitMs: number): ExclusiveLock | null =>
  named(() => {
    makeOwnDirectory(directory)
    return takeExclusiveLock(join(directory, `job-${job}.lock`), waitMs)
  })

/** Somebody may just be looking whether it is taken. */
const LOOK_MS = 1000
/** Whose process ended twice in the middle of it is not begun a third time. */
const ATTEMPTS = 2

export type RunPlace = { journal: Journal; directory: string }

/** `before`: its due time was claimed before, and that run is over. `under_way`: a run of the job goes on just now. */
export type RanOnce = { kind: 'ran' | 'before'; run: JobRun } | { kind: 'under_way'; run: JobRun | null }

/**
 * Does a job unless its due time was claimed before, whoever comes first. One at a time: the lock says whether a run that
 * has not ended goes on, or its process is gone. Then it is begun anew once, or ended as failed.
 */
export async function runOnce(
  { journal, directory }: RunPlace,
  claim: JobClaim,
  work: (run: JobRun) => Promise<JobResult>,
): Promise<RanOnce> {
  const lock = takeLock(directory, claim.job, LOOK_MS)
  if (lock === null) return findOther(journal, claim)
  try {
    const claimed = journal.within(() => claimSlot(journal, claim))
    if (claimed.kind === 'before') return { kind: 'before', run: claimed.run }
    return { kind: 'ran', run: await endWith(journal, claimed.run, work) }
  } finally {
    lock.release()
  }
}

function findOther(journal: Journal, { job, slotAtMs }: JobClaim): RanOnce {
  const same = slotAtMs === null ? null : journal.jobRuns().ofSlot(job, slotAtMs)
  if (same !== null && same.endedAtMs !== null) return { kind: 'before', run: same }
  return { kind: 'under_way', run: same ?? journal.jobRuns().open(job)[0] ?? null }
}

/** Under the lock, and in one change of the journal. */
function claimSlot(journal: Journal, claim: JobClaim): { kind: 'mine' | 'before'; run: JobRun } {
  const runs = journal.jobRuns()
  const { job, slotAtMs } = claim
  for (const run of runs.open(job))
    if (run.slotAtMs !== slotAtMs || slotAtMs === null || run.attempts >= ATTEMPTS) runs.end(run.id, GONE)
  const known = slotAtMs === null ? null : runs.ofSlot(job, slotAtMs)
  if (known === null) return { kind: 'mine', run: runs.begin(claim) }
  if (known.endedAtMs !== null) return { kind: 'before', run: known }
  return { kind: 'mine', run: runs.takeUp(known.id, claim) }
}

const without = (summary: string): JobResult => ({
  outcome: 'failed',
  summary,
  operations: [],
  report: null,
  retention: null,
})
export const GONE_WORDS = 'Its process ended before it was done.'
const GONE = without(GONE_WORDS)
const DEFECT = without('It ended by a fault of the program itself.')

/** A defect is recorded, and then thrown as it is. */
async function endWith(
  journal: Journal,
  run: JobRun,
  work: (run: JobRun) => Promise<JobResult>,
): Promise<JobRun> {
  let result = DEFECT
  try {
    result = await work(run)
  } finally {
    run = journal.jobRuns().end(run.id, result)
  }
  return run
}

/** Whether a run that has not ended goes on; else its process is gone. */
export function isUnderWay(directory: string, job: Job): boolean {
  const lock = takeLock(directory, job, 0)
  lock?.release()
  return lock === null
}
