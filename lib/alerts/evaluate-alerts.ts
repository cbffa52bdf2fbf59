import {
  ALERT_RULES,
  type AlertChange,
  type AlertEvidence,
  type AlertMutes,
  type AlertState,
  type AlertStates,
  type AlertSubject,
  alertKey,
  RULE_SHAPES,
} from '#lib/model/alert.ts'
import type { AlertsConfig, AlertTerms } from '#lib/model/alert-settings.ts'
import { measureAlert } from './measure-alert.ts'
import { changeOf, firstState, stepAlert } from './step-alert.ts'

/**
 * Judges every alert once, at `nowMs`. Unknown evidence leaves an alert as it is, and its state says why. What is
 * switched off is cleared; what is new begins as not raised.
 */
export function evaluateAlerts(
  config: AlertsConfig,
  evidence: AlertEvidence,
  { alerts, mutes }: AlertStates,
  nowMs: number,
): { state: AlertStates; changes: AlertChange[] } {
  const before = new Map(alerts.map((alert) => [alertKey(alert), alert]))
  const next: AlertState[] = []
  const changes: AlertChange[] = []
  for (const subject of subjectsOf(config, evidence, alerts)) {
    const terms = termsOf(config, subject)
    const known = before.get(alertKey(subject)) ?? firstState(subject, terms.threshold, nowMs)
    const step = terms.enabled ? judge(known, { terms, evidence, mutes, nowMs }) : switchOff(known, nowMs)
    if (step.state !== null) next.push(step.state)
    if (step.change !== null) changes.push(step.change)
  }
  const still = Object.entries(mutes).filter(([, untilMs]) => untilMs > nowMs)
  return { state: { alerts: next, mutes: Object.fromEntries(still) }, changes }
}

type Look = { terms: AlertTerms; evidence: AlertEvidence; mutes: AlertMutes; nowMs: number }

function judge(state: AlertState, { terms, evidence, mutes, nowMs }: Look) {
  const raised = state.raisedAtMs !== null
  const measured = measureAlert({ subject: state, terms, evidence, raised, nowMs })
  return stepAlert(state, { terms, measured, muted: mutedUntil(state, terms, mutes) > nowMs, nowMs })
}

/** How an alert is judged: by the agent's own terms where it has some. */
export function termsOf({ rules }: AlertsConfig, { rule, agent }: AlertSubject): AlertTerms {
  const { agents, ...general } = rules[rule]
  const own = agent !== null && Object.hasOwn(agents, agent) ? agents[agent] : undefined
  return own ?? general
}

/** The latest time until which any mute holds; 0 for none. */
export function mutedUntil(subject: AlertSubject, { muteUntilMs }: AlertTerms, mutes: AlertMutes): number {
  const own = mutes[alertKey(subject)] ?? 0
  const ofRule = mutes[alertKey({ ...subject, agent: null })] ?? 0
  return Math.max(muteUntilMs ?? 0, own, ofRule)
}

/** Each once: those of the settings, those of agents that are seen, and those that were judged before. */
function subjectsOf(
  config: AlertsConfig,
  { windows }: AlertEvidence,
  alerts: readonly AlertState[],
): AlertSubject[] {
  const subjects = ALERT_RULES.flatMap((rule): AlertSubject[] => {
    const { agents } = RULE_SHAPES[rule]
    const named = Object.keys(config.rules[rule].agents)
    const seen = agents === 'every' ? (windows ?? []).flatMap((window) => window.agents) : []
    return [
      ...(agents === 'every' ? [] : [{ rule, agent: null }]),
      ...[...named, ...seen.map(({ agent }) => agent)].map((agent) => ({ rule, agent })),
    ]
  })
  const stillOf = alerts.filter(isOfInterest(config))
  return [...new Map([...subjects, ...stillOf].map((subject) => [alertKey(subject), subject])).values()]
}

/** An agent that is no longer seen is kept while its alert is raised, or while the cooldown of it lasts. */
const isOfInterest =
  (config: AlertsConfig) =>
  (state: AlertState): boolean => {
    const { cooldownMs } = termsOf(config, state)
    const cools = state.toldAtMs !== null && state.evaluatedAtMs - state.toldAtMs < cooldownMs
    return state.raisedAtMs !== null || cools || state.heldMs !== null
  }

function switchOff(state: AlertState, nowMs: number): { state: null; change: AlertChange | null } {
  const { raisedAtMs } = state
  if (raisedAtMs === null) return { state: null, change: null }
  const of = { raisedAtMs, tell: false, because: 'switched_off' as const }
  return { state: null, change: changeOf(state, 'cleared', nowMs, of) }
}
