import { Worker } from 'node:worker_threads'
import type { Config } from '#lib/config.ts'
import { AppError } from '#lib/errors.ts'
import { JOB_NAMES } from '#lib/format/schedule-words.ts'
import type { JobRun } from '#lib/model/job-run.ts'
import { logFault } from '#lib/monitor.ts'
import { workerUrl } from '#lib/store/worker-url.ts'
import type { JobAsk } from './run-job.ts'
import type { RanOnce } from './run-once.ts'

export type JobEvent = { kind: 'begun'; run: JobRun } | { kind: 'over'; ran: RanOnce }

export type StartedJob = {
  /** Rejects where it did not begin, or somebody else did it. */
  begun: Promise<JobRun>
  /** Resolves once it is over, however it ended: that stands in the journal. */
  over: Promise<void>
}

/** Runs a job in a thread of its own: it reads the whole home, and pages are answered meanwhile. */
export function startJob(config: Config, ask: JobAsk): StartedJob {
  const worker = new Worker(workerUrl(import.meta.url, 'job-worker'), {
    workerData: { config, ask },
    name: `job ${ask.job}`,
  })
  const begun = Promise.withResolvers<JobRun>()
  const over = Promise.withResolvers<void>()
  worker.on('message', (event: JobEvent) => {
    if (event.kind === 'begun') begun.resolve(event.run)
    else if (event.ran.kind !== 'ran') begun.reject(notBegun(event.ran))
  })
  // What ends it stands in the journal, if it came so far; whoever looks after the server sees it here.
  worker.on('error', (error) => {
    logFault(
      config.home,
      `${JOB_NAMES[ask.job]} ended by a fault: ${error instanceof Error ? error.message : error}`,
    )
    console.error(error instanceof AppError ? error.message : error)
    begun.reject(error)
  })
  worker.on('exit', () => {
    begun.reject(new AppError('closed', 'It ended before it was begun.'))
    over.resolve()
  })
  // Those who run it in turn do not ask whether it began.
  begun.promise.catch(() => undefined)
  return { begun: begun.promise, over: over.promise }
}

function notBegun({ run }: RanOnce): AppError {
  const since =
    run === null ? '' : ` It was begun at ${new Date(run.startedAtMs).toISOString()} by ${run.user}.`
  return new AppError('locked', `This job is running already.${since} Wait until it is over.`)
}
