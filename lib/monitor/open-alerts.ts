import { join } from 'node:path'
import type { Config } from '#lib/config.ts'
import { AppError } from '#lib/errors.ts'
import type { Journal } from '#lib/journal/journal.ts'
import type { JobFailures } from '#lib/model/alert.ts'
import { JOBS } from '#lib/model/schedule.ts'
import { resolveRoots } from '#lib/store/resolve-roots.ts'
import { type EvidenceSource, readAlertEvidence } from './alert-evidence.ts'
import { type AlertWatch, createAlertWatch } from './alert-watch.ts'
import type { SessionSource } from './session-log.ts'

/** Opens the alerts of a home that a monitor watches. They are judged once `start` is called. */
export function openAlerts(
  config: Config,
  monitor: EvidenceSource & SessionSource,
  journal: Journal,
): AlertWatch {
  const { home } = resolveRoots(config)
  return createAlertWatch({
    config: config.alerts,
    home,
    directory: join(home, 'monitor'),
    readEvidence: async (nowMs, alerts) => ({
      ...(await readAlertEvidence(monitor, alerts, nowMs)),
      jobFailures: readJobFailures(journal),
    }),
    sessions: monitor,
    audit: (event) => journal.audit().append(event),
  })
}

/** `null` where the journal cannot be read: that is no reason to know nothing else either. */
function readJobFailures(journal: Journal): JobFailures | null {
  try {
    const runs = journal.jobRuns()
    const failures = JOBS.map((job) => ({ job, inARow: runs.failuresInARow(job) }))
    return failures.reduce((most, one) => (one.inARow > most.inARow ? one : most))
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return null
  }
}
