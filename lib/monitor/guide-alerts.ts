import { join } from 'node:path'
import { readStoredAlerts } from '#lib/alert-log/read-stored-alerts.ts'
import type { Config } from '#lib/config.ts'
import { type AlertState, alertKey, GUIDE_RULES, type GuideRule } from '#lib/model/alert.ts'
import type { PerformanceSummary } from '#lib/model/performance.ts'
import { resolveRoots } from '#lib/store/resolve-roots.ts'

export type GuideAlert = {
  rule: GuideRule
  /** `null` where the rule is switched off. */
  raised: boolean | null
  value: number | null
  threshold: number
  /** Since when; `null` where it is not raised, or nobody has watched. */
  raisedAtMs: number | null
  /** Of the window of its rule, or of all results that are there. */
  windowMs: number | null
}

export type GuideAlerts = {
  /** `dashboard`: as it judged last, over its windows. `files`: judged just now, over all results that are there. */
  by: 'dashboard' | 'files'
  alerts: GuideAlert[]
}

type Seen = { performance: PerformanceSummary; staleSessions: number; nowMs: number }

/** After as many intervals without a look, no dashboard is judging. */
const MISSED_LOOKS = 3

/** The guide's four alerts: of a dashboard that runs, else of what the files say now. */
export function readGuideAlerts(config: Config, seen: Seen): GuideAlerts {
  const { home } = resolveRoots(config)
  const { intervalMs } = config.alerts
  const stored = readStoredAlerts(join(home, 'monitor')).filter(
    ({ evaluatedAtMs }) => Math.abs(seen.nowMs - evaluatedAtMs) < intervalMs * MISSED_LOOKS,
  )
  const states = new Map(stored.map((state) => [alertKey(state), state]))
  return {
    by: stored.length > 0 ? 'dashboard' : 'files',
    alerts: GUIDE_RULES.map((rule) => judge(config, rule, states.get(rule), seen)),
  }
}

function judge(
  { alerts: { rules } }: Config,
  rule: GuideRule,
  state: AlertState | undefined,
  seen: Seen,
): GuideAlert {
  const { threshold, enabled, windowMs } = rules[rule]
  const isWindowed = rule === 'average_execution' || rule === 'error_rate'
  if (state !== undefined && state.unknown === null) {
    const { value, raisedAtMs } = state
    const of = { rule, value, raisedAtMs, windowMs: isWindowed ? windowMs : null }
    return { ...of, threshold: state.threshold, raised: raisedAtMs !== null }
  }
  const value = guideValue(rule, seen)
  const raised = enabled ? value !== null && value > threshold : null
  return { rule, raised, value, threshold, raisedAtMs: null, windowMs: null }
}

function guideValue(rule: GuideRule, { performance, staleSessions }: Seen): number | null {
  switch (rule) {
    case 'average_execution':
      return performance.averageExecutionMs
    case 'results_size':
      return performance.resultsDirectoryBytes
    case 'error_rate':
      return performance.errorRate
    case 'stale_sessions':
      return staleSessions
  }
}
