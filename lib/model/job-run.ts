import type { Identity } from './identity.ts'
import type { PlanAction, PlanSummary } from './plan.ts'
import type { Job, JobSettings } from './schedule.ts'

/** Who let a job run: the clock of the dashboard, a command that was called for a due time, or a person out of turn. */
export type JobCaller = 'dashboard' | 'command' | 'person'

/** `interrupted`: its process ended before it was done; the next one that comes takes it up or ends it as failed. */
export type JobOutcome = 'running' | 'done' | 'failed' | 'interrupted'

/** What came of a job, as far as its work goes. */
export type JobResult = {
  outcome: 'done' | 'failed'
  /** One line for people. */
  summary: string
  /** Ids of the operations that it carried out. */
  operations: string[]
  /** The name of the report in `logs/` that it wrote. */
  report: string | null
  /** Whether what is past its retention was looked after or waits for a person; `null` where it is not its work, or was refused. */
  retention: 'ran' | 'waited' | null
}

/** One run of a job. */
export type JobRun = Omit<JobResult, 'outcome'> & {
  id: number
  job: Job
  /** The due time that it is for; `null` where a person ran it out of turn. */
  slotAtMs: number | null
  caller: JobCaller
  user: string
  startedAtMs: number
  /** `null` while it runs. */
  endedAtMs: number | null
  /** How often it was begun: more than once where a process ended in the middle of it. */
  attempts: number
  outcome: JobOutcome
}

/** A job as pages and the command line show it. */
export type JobView = JobSettings & {
  job: Job
  /** When the dashboard runs it next; `null` where it is off. */
  nextAtMs: number | null
  running: JobRun | null
  /** The last that is over. */
  last: JobRun | null
  /** Why a part of it waits for a person, in sentences. */
  waits: string | null
}

export type ScheduleView = {
  jobs: JobView[]
  /** When the first clean-up by itself is due; `null` once one has been, or where it is off. */
  firstCleanUpAtMs: number | null
}

/** One thing that a job would do; `nothing`: there is nothing to be done about it, or nothing can be, and why. */
export type JobPlan =
  | { kind: 'plan'; plan: PlanSummary }
  | { kind: 'nothing'; action: PlanAction; why: string }

/** What pages and routes ask of the jobs. */
export type Schedule = {
  view(): ScheduleView
  /** What a job would do just now, plan by plan in its order. Nothing of it is done by that. */
  plans(by: Identity, job: Job): Promise<JobPlan[]>
  /** Begins a job out of turn. Throws `AppError('locked')` where it is running already. */
  run(by: Identity, job: Job): Promise<JobRun>
}
