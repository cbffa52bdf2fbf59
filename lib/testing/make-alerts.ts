import {
  type AlertEvidence,
  type AlertRule,
  type AlertState,
  alertKey,
  type ResultTally,
} from '#lib/model/alert.ts'
import { type AlertsConfig, type AlertTerms, DEFAULT_ALERTS } from '#lib/model/alert-settings.ts'

/** Nothing runs, and nothing is wrong, except where `parts` say otherwise. */
export function makeAlertEvidence(parts: Partial<AlertEvidence> = {}): AlertEvidence {
  return {
    windows: [{ windowMs: 3_600_000, overall: makeTally(), agents: [] }],
    resultsBytes: 1000,
    staleSessions: 0,
    activeSessions: 0,
    sessionActiveSinceMs: null,
    lastResultAtMs: 'never',
    disk: [],
    agentProcesses: 0,
    agentsSinceMs: null,
    lastCaptureAtMs: 'never',
    jobFailures: { job: 'clean_up', inARow: 0 },
    ...parts,
  }
}

export const makeTally = (of: Partial<ResultTally> = {}): ResultTally => ({
  results: 0,
  errors: 0,
  averageMs: null,
  timed: 0,
  ...of,
})

/** The default settings, with other terms for one rule. */
export function withTerms(rule: AlertRule, terms: Partial<AlertTerms>): AlertsConfig {
  const rules = { ...DEFAULT_ALERTS.rules, [rule]: { ...DEFAULT_ALERTS.rules[rule], ...terms } }
  return { ...DEFAULT_ALERTS, rules }
}

export function findAlert(alerts: readonly AlertState[], key: string): AlertState {
  const found = alerts.find((alert) => alertKey(alert) === key)
  if (found === undefined) throw new Error(`There is no alert ${key}.`)
  return found
}
