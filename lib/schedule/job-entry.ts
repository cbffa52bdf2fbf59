import type { Job, JobSettings } from '#lib/model/schedule.ts'

/** A job as something else calls it: the program by its absolute path, then every word that follows. */
export type JobEntry = {
  job: Job
  cron: JobSettings['cron']
  words: readonly string[]
}

/** "clean_up" in names of units. */
export const unitName = (job: Job): string => `trinitas-${job.replaceAll('_', '-')}`
