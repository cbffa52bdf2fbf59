import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '#lib/config.ts'
import { createJournal, type Journal } from '#lib/journal/journal.ts'
import type { JobRun, JobView, ScheduleView } from '#lib/model/job-run.ts'
import { JOBS, type Job } from '#lib/model/schedule.ts'
import { slotsOf } from '#lib/schedule/slots.ts'
import { resolveRoots } from '#lib/store/resolve-roots.ts'
import { whyWaits } from './run-job.ts'
import { GONE_WORDS, isUnderWay } from './run-once.ts'

/** Where every job stands: whether it is on, when it runs next, how its last run ended. */
export function viewSchedule(config: Config, journal: Journal | null, nowMs: number): ScheduleView {
  const jobs = JOBS.map((job) => viewJob(config, journal, job, nowMs))
  const cleanUp = jobs.find(({ job }) => job === 'clean_up')
  const isFirst = cleanUp?.enabled === true && journal?.jobRuns().hasCleanedUpByItself() !== true
  return { jobs, firstCleanUpAtMs: isFirst ? (cleanUp?.nextAtMs ?? null) : null }
}

/** The same for a command: without a journal nothing has run, and none is made for that. */
export function readSchedule(config: Config, nowMs: number = Date.now()): ScheduleView {
  const directory = join(resolveRoots(config).home, 'monitor')
  const journal = existsSync(join(directory, 'journal.db')) ? createJournal(directory) : null
  try {
    return viewSchedule(config, journal, nowMs)
  } finally {
    journal?.close()
  }
}

function viewJob(config: Config, journal: Journal | null, job: Job, nowMs: number): JobView {
  const settings = config.schedule[job]
  const [running, ended] = journal === null ? [null, null] : lastRuns(config, journal, job)
  return {
    ...settings,
    job,
    nextAtMs: settings.enabled ? slotsOf(settings.cron).next(nowMs) : null,
    running,
    last: ended,
    waits: journal === null ? null : whyWaitsNow(config, journal, job, nowMs),
  }
}

/** Where a job is off, and nothing else called it in vain, there is nobody to wait: it ran by hand once, say. */
function whyWaitsNow(config: Config, journal: Journal, job: Job, nowMs: number): string | null {
  const isCalled =
    config.schedule[job].enabled || journal.jobRuns().lastRetention(job)?.retention === 'waited'
  return isCalled ? whyWaits(config, journal, job, nowMs) : null
}

/** What runs now, and the last that is over; one whose process is gone is over too. */
function lastRuns(
  config: Config,
  journal: Journal,
  job: Job,
): [running: JobRun | null, ended: JobRun | null] {
  const [latest, before] = journal.jobRuns().latest(job, 2)
  if (latest === undefined) return [null, null]
  if (latest.endedAtMs !== null) return [null, latest]
  const directory = join(resolveRoots(config).home, 'monitor')
  if (isUnderWay(directory, job)) return [latest, before ?? null]
  return [null, { ...latest, outcome: 'interrupted', summary: GONE_WORDS }]
}
