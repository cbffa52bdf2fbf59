import type { AlertLog } from '#lib/alert-log/alert-log.ts'
import { mutedUntil, termsOf } from '#lib/alerts/evaluate-alerts.ts'
import { ALERT_RULES, type AlertState, type AlertStates } from '#lib/model/alert.ts'
import { type AlertsConfig, shownThresholdsOf } from '#lib/model/alert-settings.ts'
import type { AlertsView, ShownAlert } from '#lib/model/alert-view.ts'
import { maskUrl } from '#lib/webhooks/mask-url.ts'

const INCIDENTS = 50
const DELIVERIES = 50

/** Alerts as pages show them: those that are raised first, in the order of the rules. */
export function showAlerts(
  config: AlertsConfig,
  { alerts, mutes }: AlertStates,
  nowMs: number,
): { raised: ShownAlert[]; all: ShownAlert[] } {
  const show = (state: AlertState): ShownAlert => {
    const terms = termsOf(config, state)
    const untilMs = mutedUntil(state, terms, mutes)
    const byFileMs = terms.muteUntilMs ?? 0
    return {
      ...state,
      mutedUntilMs: untilMs > nowMs ? untilMs : null,
      mutedByFile: byFileMs > nowMs && byFileMs === untilMs,
      windowMs: terms.windowMs,
    }
  }
  const shown = alerts.map(show).sort((a, b) => ALERT_RULES.indexOf(a.rule) - ALERT_RULES.indexOf(b.rule))
  const raised = shown.filter(({ raisedAtMs }) => raisedAtMs !== null)
  return { raised, all: [...raised, ...shown.filter(({ raisedAtMs }) => raisedAtMs === null)] }
}

type Source = { config: AlertsConfig; states: AlertStates; log: AlertLog; nowMs: number }

export function viewAlerts({
  config,
  states,
  log,
  nowMs,
}: Source): Omit<AlertsView, 'now' | 'evaluatedAtMs'> {
  return {
    alerts: showAlerts(config, states, nowMs).all,
    incidents: log.incidents(INCIDENTS),
    deliveries: log.deliveries(DELIVERIES),
    webhooks: config.webhooks.map(({ name, format, allowPrivate, url }) => ({
      name,
      format,
      allowPrivate,
      maskedUrl: maskUrl(url),
    })),
    thresholds: shownThresholdsOf(config),
    intervalMs: config.intervalMs,
    notice: log.notice(),
  }
}
