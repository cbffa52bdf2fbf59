/** The guide's three jobs, in the order in which pages show them. */
export const JOBS = ['health_check', 'clean_up', 'auto_recovery'] as const
export type Job = (typeof JOBS)[number]

/** When a job runs by itself. */
export type JobSettings = {
  enabled: boolean
  /** Five fields as in a crontab, in the time zone of the machine. */
  cron: string
}

export type ScheduleConfig = Readonly<Record<Job, JobSettings>>

/** The guide's times: hourly, daily at 02:00, Sunday at 03:00. Nothing runs by itself before somebody says so. */
export const DEFAULT_SCHEDULE: ScheduleConfig = {
  health_check: { enabled: false, cron: '0 * * * *' },
  clean_up: { enabled: false, cron: '0 2 * * *' },
  auto_recovery: { enabled: false, cron: '0 3 * * 0' },
}

export const isJob = (name: string): name is Job => (JOBS as readonly string[]).includes(name)
