import type { Config } from '#lib/config.ts'
import { type Logs, openLogs } from './logs/logs.ts'
import type { Monitor, MonitorOptions } from './monitor/contract.ts'
import type { HomeIndexOptions } from './monitor/home-index.ts'
import { readingMonitor } from './monitor/reading-monitor.ts'
import { watchingMonitor } from './monitor/watching-monitor.ts'
import { resolveRoots } from './store/resolve-roots.ts'

export type { Logs } from './logs/logs.ts'
export { type Access, openAccess } from './monitor/access.ts'
export type { AlertWatch } from './monitor/alert-watch.ts'
export { type CarriedOut, carryOutPlan, isConfirmedBeforehand, planOrReason } from './monitor/carry-out.ts'
export type { Monitor, MonitorOptions } from './monitor/contract.ts'
export { followSettings } from './monitor/follow-settings.ts'
export { type GuideAlerts, readGuideAlerts } from './monitor/guide-alerts.ts'
export { createHealth, type Health, writeHealthReport } from './monitor/health.ts'
export { type ImportRequest, importRuns } from './monitor/import-runs.ts'
export { createLiveConfig, type LiveConfig } from './monitor/live-config.ts'
export { makeHome } from './monitor/make-home.ts'
export { type Mended, mendIssues, mendsOf } from './monitor/mend-issues.ts'
export { openAlerts } from './monitor/open-alerts.ts'
export { type OpenRecovery, openRecovery } from './monitor/open-recovery.ts'
export { type OpenSettings, openSettings } from './monitor/open-settings.ts'
export { requirePathOfNode } from './monitor/plan-hook-install.ts'
export { nameOfFile, previewFile } from './monitor/preview-file.ts'
export { readHookStatus } from './monitor/read-hook-status.ts'
export { withSnoozes } from './monitor/read-snoozes.ts'
export { createSettings, type Settings } from './monitor/settings.ts'
export { createSharing, type Sharing } from './monitor/sharing.ts'
export { logFault } from './store/log-fault.ts'
export { ownUser } from './store/own-user.ts'

/** Opens a home. Throws `AppError('home_unreadable')` where it is not there or cannot be read. */
export function createMonitor(
  config: Config,
  { sampleFor = null, watch = true, keeping = watch ? 'wait' : 'if_free' }: MonitorOptions = {},
): Monitor {
  const options: HomeIndexOptions = { config, ...resolveRoots(config), sampleFor, keeping, unwritable: null }
  return watch ? watchingMonitor(options) : readingMonitor(options)
}

/** The logs of a home for a command, which prints no links. Throws `AppError('home_unreadable')` where there is none. */
export function readLogs(config: Config): Logs {
  const { home } = resolveRoots(config)
  return openLogs({ home, mask: () => config.maskSecrets, existing: async () => [] })
}
