import { Cron } from 'croner'
import type { JobRuns } from '#lib/journal/job-runs.ts'
import { JOBS, type Job, type ScheduleConfig } from '#lib/model/schedule.ts'
import { dueSlot } from '#lib/schedule/due-slot.ts'
import { slotsOf } from '#lib/schedule/slots.ts'

/** What a timer missed, the machine being asleep or the clock set, is found by looking. */
const LOOK_EVERY_MS = 30_000

export type SchedulerOptions = {
  schedule: ScheduleConfig
  runs: () => Pick<JobRuns, 'switchOn' | 'switchOff' | 'ofSlot'>
  /** Resolves once the job is over, or somebody else did it. */
  run: (job: Job, slotAtMs: number) => Promise<void>
  /** Told what keeps it from looking. It looks again. */
  onFault: (error: unknown) => void
  now?: () => number
}

export type Scheduler = {
  /** Runs what is due, one after the other. One look at a time. */
  look(): Promise<void>
  start(): void
  /** What is switched on now is due from now on. */
  reschedule(schedule: ScheduleConfig): void
  close(): void
}

/** Runs the jobs that are on at their times, and once what was missed. */
export function createScheduler({
  runs,
  run,
  onFault,
  now = Date.now,
  ...options
}: SchedulerOptions): Scheduler {
  let { schedule } = options
  let timers: (() => void)[] = []
  let looking: Promise<void> | null = null
  let closed = false

  const findDue = (job: Job): number | null => {
    const { enabled, cron } = schedule[job]
    if (!enabled) {
      runs().switchOff(job)
      return null
    }
    const sinceMs = runs().switchOn(job, cron)
    const isClaimed = (slotAtMs: number): boolean =>
      (runs().ofSlot(job, slotAtMs)?.endedAtMs ?? null) !== null
    return dueSlot({ slots: slotsOf(cron), sinceMs, isClaimed, nowMs: now() })
  }
  const runDue = async (): Promise<void> => {
    for (const job of JOBS) {
      const slotAtMs = closed ? null : findDue(job)
      if (slotAtMs !== null) await run(job, slotAtMs)
    }
  }
  const look = (): Promise<void> => {
    looking ??= runDue().finally(() => {
      looking = null
    })
    return looking
  }
  const lookAlone = (): void => void look().catch(onFault)
  const setTimers = (): void => {
    for (const stop of timers) stop()
    const every = setInterval(lookAlone, LOOK_EVERY_MS)
    const crons = JOBS.filter((job) => schedule[job].enabled).map(
      (job) => new Cron(schedule[job].cron, { mode: '5-part' }, lookAlone),
    )
    timers = [() => clearInterval(every), ...crons.map((cron) => () => cron.stop())]
  }
  return {
    look,
    start() {
      setTimers()
      lookAlone()
    },
    reschedule(next) {
      schedule = next
      if (timers.length === 0) return
      setTimers()
      lookAlone()
    },
    close() {
      closed = true
      for (const stop of timers) stop()
      timers = []
    },
  }
}
