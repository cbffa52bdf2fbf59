import type { HealthCheck, HealthCheckId, HealthReport, HealthStatus } from '#lib/model/health.ts'
import type { HealthEvidence } from '#lib/model/health-evidence.ts'
import { checkBrokenFiles } from './check-broken-files.ts'
import { checkClock } from './check-clock.ts'
import { checkDirectories } from './check-directories.ts'
import { checkDiskSpace } from './check-disk-space.ts'
import { checkErrors } from './check-errors.ts'
import { checkHookCalls } from './check-hook-calls.ts'
import { checkHooks } from './check-hooks.ts'
import { checkIntegration } from './check-integration.ts'
import { checkMonitor } from './check-monitor.ts'
import { checkPermissions } from './check-permissions.ts'
import { checkPrograms } from './check-programs.ts'
import { checkSettings } from './check-settings.ts'
import { checkTemporaryFiles } from './check-temporary-files.ts'
import { checkWatches } from './check-watches.ts'
import { worstOf } from './make-check.ts'

type Check = (evidence: HealthEvidence) => HealthCheck

/** In the order of `HEALTH_CHECKS`. */
const CHECKS: readonly Check[] = [
  checkDirectories,
  checkHooks,
  checkHookCalls,
  checkPrograms,
  checkSettings,
  checkDiskSpace,
  checkErrors,
  checkTemporaryFiles,
  checkBrokenFiles,
  checkIntegration,
  checkPermissions,
  checkClock,
  checkWatches,
  checkMonitor,
]

/** Of these, what is fine is only known once everything was read. */
const BY_SCAN: ReadonlySet<HealthCheckId> = new Set([
  'errors',
  'temporary_files',
  'broken_files',
  'integration',
  'clock',
])

const notYet = ({ id, evidence }: HealthCheck): HealthCheck => ({
  id,
  result: 'unknown',
  summary: 'Nothing was found so far; the first scan has not ended.',
  evidence,
  advice: 'Look again in a while.',
  request: null,
})

/** The health of a home, from what was seen of it. */
export function checkHealth(evidence: HealthEvidence): HealthReport {
  const { status, nowMs } = evidence
  const isReading = status.scan.finishedAtMs === null
  const checks = CHECKS.map((check) => check(evidence)).map((check) =>
    isReading && check.result === 'ok' && BY_SCAN.has(check.id) ? notYet(check) : check,
  )
  return {
    home: status.home,
    resultsDirectory: status.resultsDirectory,
    checkedAtMs: nowMs,
    status: statusOf(checks),
    checks,
  }
}

function statusOf(checks: readonly HealthCheck[]): HealthStatus {
  const worst = worstOf(checks.map(({ result }) => result).filter((result) => result !== 'unknown'))
  return worst === 'warning' || worst === 'critical' ? worst : 'healthy'
}
