import * as z from 'zod'
import { AppError } from '#lib/errors.ts'
import { printable } from '#lib/format/printable.ts'
import { isJob, JOBS, type Job } from '#lib/model/schedule.ts'

/** What is begun out of turn is said, so that no empty request begins it. */
export const jobRunSchema = z.strictObject({ confirm: z.literal(true) })

/** Nothing more is asked for than the path says. */
export const jobPlansSchema = z.strictObject({})

/** The job that a path names. Throws `AppError('request_invalid')` that says which there are. */
export function parseJob(name: string): Job {
  if (isJob(name)) return name
  throw new AppError('request_invalid', `There is no job "${printable(name)}": expected ${JOBS.join(', ')}.`)
}
