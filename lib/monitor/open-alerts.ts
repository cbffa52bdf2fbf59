import { join } from 'node:path'
import type { Config } from '#lib/config.ts'
import type { Journal } from '#lib/journal/journal.ts'
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
    sessions: monitor,
    readEvidence: (nowMs) => readAlertEvidence(monitor, config.alerts, nowMs),
    audit: (event) => journal.audit().append(event),
  })
}
