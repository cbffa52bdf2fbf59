import { formatAlertValue } from '#lib/format/alert-words.ts'
import { formatDuration } from '#lib/format/duration.ts'
import type { GuideRule } from '#lib/model/alert.ts'
import type { PerformanceReport } from '#lib/model/contracts.ts'
import type { GuideAlerts } from '#lib/monitor.ts'
import { heading } from './print.ts'

/** As the original's guide calls them. */
const NAMES: Readonly<Record<GuideRule, string>> = {
  average_execution: 'average execution time',
  results_size: 'results on disk',
  error_rate: 'error rate',
  stale_sessions: 'stale sessions',
}

type GuideAlert = GuideAlerts['alerts'][number]

/** The guide's four alerts in its own words, "error rate > 20 %", and what is so now. */
export function alertLines({ by, alerts }: GuideAlerts): string[] {
  return [
    heading('Alerts'),
    ...alerts.map(
      (alert) => `${markOf(alert)} ${NAMES[alert.rule]} > ${thresholdOf(alert)}: ${nowOf(alert)}`,
    ),
    by === 'dashboard'
      ? 'As the dashboard judged last.'
      : 'Judged now, over all results on disk: no dashboard is running.',
  ]
}

/** The second mark is as wide as the first, as in the lines of sessions. */
const markOf = ({ raised }: GuideAlert): string => (raised === null ? '– ' : raised ? '⚠️ ' : '✅')

/** "1 GB", as the guide writes it, not "1.0 GB". */
const thresholdOf = ({ rule, threshold }: GuideAlert): string =>
  formatAlertValue(rule, threshold).replace(/\.0(?= )/, '')

function nowOf({ rule, raised, value, windowMs }: GuideAlert): string {
  if (raised === null) return 'switched off'
  const seen = value === null ? 'nothing to judge it by' : formatAlertValue(rule, value)
  return windowMs === null ? seen : `${seen} in the last ${formatDuration(windowMs)}`
}

export const toAlertsReport = ({ by, alerts }: GuideAlerts): PerformanceReport['alerts'] => ({
  by,
  rules: alerts.map(({ raisedAtMs, ...alert }) => ({
    ...alert,
    since: raisedAtMs === null ? null : new Date(raisedAtMs).toISOString(),
  })),
})
