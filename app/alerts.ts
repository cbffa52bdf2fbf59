import type { Alerts } from '#lib/model/alert-view.ts'

const KEY = Symbol.for('trinitas.alerts')

/** The alerts, as the server made them. They meet the pages on `globalThis`, as the monitor does. */
export function getAlerts(): Alerts {
  const shared = globalThis as typeof globalThis & { [KEY]?: Alerts }
  const alerts = shared[KEY]
  if (!alerts)
    throw new Error('There are no alerts: pages are served by server.ts (npm start), not by next start.')
  return alerts
}
