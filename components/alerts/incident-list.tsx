import { alertName, alertReason } from '#lib/format/alert-words.ts'
import { formatDuration } from '#lib/format/duration.ts'
import { formatQuantity } from '#lib/format/number.ts'
import type { AlertIncident } from '#lib/model/alert-view.ts'
import { Time } from '../live/time.tsx'

/** What was raised, when it cleared, and how long that took; the newest first. */
export function IncidentList({ incidents }: { incidents: readonly AlertIncident[] }) {
  if (incidents.length === 0)
    return <p className="border-b px-4 py-2 text-muted">Nothing was raised in the last 90 days.</p>
  return (
    <details className="border-b">
      <summary className="w-fit px-4 py-2 text-muted hover:text-text max-md:py-3">
        Show history, {formatQuantity(incidents.length, 'alert')}
      </summary>
      <ul aria-label="History of alerts" className="border-t">
        {incidents.map((incident) => (
          <li
            key={incident.id}
            className="flex flex-wrap items-baseline gap-x-3 border-b px-4 py-1.5 last:border-0"
          >
            <span className="min-w-0 flex-1 basis-72 break-words">
              <span className="font-semibold">{alertName(incident)}</span>
              <span className="text-muted"> {alertReason(incident)}</span>
            </span>
            <span className="text-muted">
              <Time atMs={incident.raisedAtMs} />, <End incident={incident} />
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}

function End({ incident: { raisedAtMs, clearedAtMs, switchedOff } }: { incident: AlertIncident }) {
  if (clearedAtMs === null) return <>raised still</>
  return (
    <>
      {switchedOff ? 'switched off' : 'cleared'} <Time atMs={clearedAtMs} />, after{' '}
      {formatDuration(clearedAtMs - raisedAtMs)}
    </>
  )
}
