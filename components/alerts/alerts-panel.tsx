'use client'

import { formatDuration } from '#lib/format/duration.ts'
import { formatQuantity } from '#lib/format/number.ts'
import { revealHidden } from '#lib/format/printable.ts'
import { alertKey } from '#lib/model/alert.ts'
import type { AlertsView } from '#lib/model/alert-view.ts'
import { Panel } from '../ui/panel.tsx'
import { AlertActions } from './alert-actions.tsx'
import { AlertItem } from './alert-item.tsx'
import { DeliveryList } from './delivery-list.tsx'
import { IncidentList } from './incident-list.tsx'
import { useAlertsView } from './use-alerts-view.ts'

/** What is raised, what everything is held against, what was raised before, and how to be told. */
export function AlertsPanel({ alerts }: { alerts: AlertsView }) {
  const { view, fault } = useAlertsView(alerts)
  const raised = view.alerts.filter(({ raisedAtMs }) => raisedAtMs !== null)
  const others = view.alerts.filter(({ raisedAtMs }) => raisedAtMs === null)
  return (
    <div id="alerts" className="scroll-mt-4">
      <Panel title="Alerts" aside={`judged every ${formatDuration(view.intervalMs)}`}>
        {(fault ?? view.notice) !== null && (
          <p role={fault === null ? 'note' : 'alert'} className="border-b px-4 py-2 break-words text-muted">
            {revealHidden(fault ?? view.notice ?? '')}
          </p>
        )}
        {raised.length > 0 && (
          <ul aria-label="Raised" className="border-b">
            {raised.map((alert) => (
              <AlertItem key={alertKey(alert)} alert={alert} />
            ))}
          </ul>
        )}
        {raised.length === 0 && <p className="border-b px-4 py-3">{quietWords(view)}</p>}
        {others.length > 0 && (
          <details className="border-b">
            <summary className="w-fit px-4 py-2 text-muted hover:text-text max-md:py-3">
              Show {formatQuantity(others.length, 'alert')} that {others.length === 1 ? 'is' : 'are'} not
              raised
            </summary>
            <ul aria-label="Not raised" className="border-t">
              {others.map((alert) => (
                <AlertItem key={alertKey(alert)} alert={alert} />
              ))}
            </ul>
          </details>
        )}
        <IncidentList incidents={view.incidents} />
        <DeliveryList webhooks={view.webhooks} deliveries={view.deliveries} />
        <AlertActions webhooks={view.webhooks} />
      </Panel>
    </div>
  )
}

function quietWords({ evaluatedAtMs, alerts }: AlertsView): string {
  if (evaluatedAtMs === null) return 'Nothing has been judged yet: the home is being read.'
  const unknown = alerts.filter((alert) => alert.unknown !== null).length
  if (alerts.length === 0) return 'All alerts are switched off in the config file.'
  return unknown === 0
    ? 'No alert is raised.'
    : `No alert is raised; ${formatQuantity(unknown, 'alert')} cannot be told now, and ${unknown === 1 ? 'says' : 'say'} why.`
}
