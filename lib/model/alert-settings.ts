import { ALERT_RULES, type AlertRule, RULE_SHAPES } from './alert.ts'
import type { MetricsThresholds } from './metrics-view.ts'
import { THRESHOLDS } from './thresholds.ts'

/** How a rule is judged, for all agents or for one. Times are milliseconds. */
export type AlertTerms = {
  enabled: boolean
  /** In the unit of the rule; the condition holds on its far side. */
  threshold: number
  /** Once raised, it is over only on the near side of this one, so that an alert does not flap. */
  clearThreshold: number
  /** Of which results, or samples of the disk. */
  windowMs: number
  /** Of fewer results nothing is raised. */
  minimumResults: number
  /** How long the condition must have held before it is raised. */
  forMs: number
  /** How long it must have been over before it is cleared. */
  clearForMs: number
  /** Having been told, it is not told again within this. */
  cooldownMs: number
  /** Epoch milliseconds. */
  muteUntilMs: number | null
}

export type AlertRuleSettings = AlertTerms & {
  /** Whole terms of agents that have some of their own, by name. */
  agents: Readonly<Record<string, AlertTerms>>
}

export type WebhookSettings = {
  name: string
  /** A secret: whoever knows it may write there. */
  url: string
  format: 'json' | 'slack'
  /** Whether it may lead to addresses of this machine and of private networks. */
  allowPrivate: boolean
}

export type AlertsConfig = {
  /** How often everything is judged. */
  intervalMs: number
  rules: Readonly<Record<AlertRule, AlertRuleSettings>>
  webhooks: readonly WebhookSettings[]
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/**
 * Where an alert clears, where nobody says otherwise: a tenth from its threshold. No rate is over 1, so one that is
 * raised below its threshold clears at a fifth of what is left above that.
 */
export function usualClearThreshold(rule: AlertRule, threshold: number): number {
  const { raised, unit } = RULE_SHAPES[rule]
  if (raised === 'above') return threshold * 0.9
  return unit === 'rate' ? threshold + (1 - threshold) * 0.2 : threshold * 1.1
}

/** The guide names thresholds, and neither windows nor durations: these are ours. */
const USUAL = {
  enabled: true,
  windowMs: HOUR_MS,
  minimumResults: 10,
  forMs: 0,
  clearForMs: 2 * MINUTE_MS,
  cooldownMs: 30 * MINUTE_MS,
  muteUntilMs: null,
  agents: {},
} as const

const usual = (rule: AlertRule, threshold: number, forMs = 0): AlertRuleSettings => ({
  ...USUAL,
  threshold,
  clearThreshold: usualClearThreshold(rule, threshold),
  forMs,
})

export const DEFAULT_ALERTS: AlertsConfig = {
  intervalMs: 30_000,
  rules: {
    average_execution: usual('average_execution', THRESHOLDS.averageExecutionMs),
    results_size: usual('results_size', THRESHOLDS.resultsDirectoryBytes),
    error_rate: usual('error_rate', THRESHOLDS.errorRate),
    stale_sessions: usual('stale_sessions', THRESHOLDS.staleSessions, MINUTE_MS),
    agent_success_rate: usual('agent_success_rate', 0.7),
    no_results: usual('no_results', 30 * MINUTE_MS),
    disk_forecast: usual('disk_forecast', 24 * HOUR_MS),
    hook_silent: usual('hook_silent', 30 * MINUTE_MS),
    // Once may be bad luck.
    job_failed: usual('job_failed', 1),
  },
  webhooks: [],
}

/** Lengths of the windows over results that the settings name, each once. */
export function windowLengths({ rules }: AlertsConfig): number[] {
  const named = (['average_execution', 'error_rate', 'agent_success_rate'] as const).flatMap((rule) => [
    rules[rule].windowMs,
    ...Object.values(rules[rule].agents).map(({ windowMs }) => windowMs),
  ])
  return [...new Set(named)]
}

/** The thresholds that charts and exports draw: those of the alerts, `null` where the alert is switched off. */
export function thresholdsOf({ rules }: AlertsConfig): MetricsThresholds {
  const { average_execution: average, error_rate: errors, results_size: size } = rules
  return {
    averageExecutionMs: average.enabled ? average.threshold : null,
    successRate: errors.enabled ? 1 - errors.threshold : null,
    resultsDirectoryBytes: size.enabled ? size.threshold : null,
  }
}

/** The same for the numbers that pages show beside them. */
export type ShownThresholds = Record<
  'averageExecutionMs' | 'resultsDirectoryBytes' | 'errorRate' | 'staleSessions',
  number | null
>

export function shownThresholdsOf({ rules }: AlertsConfig): ShownThresholds {
  const of = (rule: AlertRule): number | null => (rules[rule].enabled ? rules[rule].threshold : null)
  return {
    averageExecutionMs: of('average_execution'),
    resultsDirectoryBytes: of('results_size'),
    errorRate: of('error_rate'),
    staleSessions: of('stale_sessions'),
  }
}

export const isAlertRule = (name: string): name is AlertRule =>
  (ALERT_RULES as readonly string[]).includes(name)
