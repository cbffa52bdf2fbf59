import type { Config } from '#lib/config.ts'
import { AppError } from '#lib/errors.ts'
import type { Journal } from '#lib/journal/journal.ts'
import { requireOwner } from '#lib/model/identity.ts'
import type { Issue } from '#lib/model/issue.ts'
import type { JobPlan, Schedule } from '#lib/model/job-run.ts'
import { type PlanRequest, type Recovery, summarizePlan } from '#lib/model/recovery.ts'
import { planOrReason } from '#lib/monitor.ts'
import { requestsOf } from './job-requests.ts'
import { SCHEDULE } from './run-job.ts'
import { createScheduler } from './scheduler.ts'
import { startJob } from './start-job.ts'
import { viewSchedule } from './view-schedule.ts'

export type OpenSchedule = Schedule & {
  /** Runs what is due now. */
  look(): Promise<void>
  /** From now on what is due runs by itself. */
  start(): void
  /** Applies changed settings. Which home it is stays as it was. */
  reschedule(config: Config): void
  close(): void
}

type Source = { issues: () => Promise<Issue[]>; recovery: Recovery }

/** The jobs of a home that a dashboard watches. */
export function openSchedule(config: Config, { issues, recovery }: Source, journal: Journal): OpenSchedule {
  let current = config
  const scheduler = createScheduler({
    schedule: config.schedule,
    runs: journal.jobRuns,
    run: (job, slotAtMs) => startJob(current, { job, slotAtMs, caller: 'dashboard', by: SCHEDULE }).over,
    onFault: tellFault,
  })
  return {
    view: () => viewSchedule(current, journal, Date.now()),
    async plans(by, job) {
      requireOwner(by)
      const plans: JobPlan[] = []
      const source = { recovery, issues, recoverAfterMs: current.recoverAfterMs }
      for (const request of await requestsOf(job, source))
        plans.push(toJobPlan(request, await planOrReason({ recovery, by, request })))
      return plans
    },
    async run(by, job) {
      requireOwner(by)
      return startJob(current, { job, slotAtMs: null, caller: 'person', by }).begun
    },
    look: scheduler.look,
    start: scheduler.start,
    reschedule(next) {
      const { home, resultsDirectory } = current
      current = { ...next, home, resultsDirectory }
      scheduler.reschedule(next.schedule)
    },
    close: scheduler.close,
  }
}

function toJobPlan({ action }: PlanRequest, planned: Awaited<ReturnType<typeof planOrReason>>): JobPlan {
  return 'kind' in planned
    ? { kind: 'nothing', action, why: planned.reason }
    : { kind: 'plan', plan: summarizePlan(planned) }
}

/** A journal that cannot be read now may be read at the next look; a defect is printed, and the dashboard goes on. */
function tellFault(error: unknown): void {
  console.error(error instanceof AppError ? error.message : error)
}
