'use client'

import { TriangleAlert, X } from 'lucide-react'
import Link from 'next/link'
import { alertName, alertReason } from '#lib/format/alert-words.ts'
import { formatQuantity } from '#lib/format/number.ts'
import { alertKey } from '#lib/model/alert.ts'
import { Age } from '../live/age.tsx'
import { useLive } from '../live/live-provider.tsx'
import { useDismissed } from './use-dismissed.ts'

/** More than these are in the list. */
const SHOWN = 3

/** On every page while something is raised that nobody muted; dismissed, until something else is raised. */
export function AlertBanner() {
  const raised = useLive((state) => state.alerts.raised).filter(({ mutedUntilMs }) => mutedUntilMs === null)
  const which = raised.map((alert) => `${alertKey(alert)} ${alert.raisedAtMs}`).join('\n')
  const { dismissed, dismiss } = useDismissed(which)
  const shows = raised.length > 0 && !dismissed
  return (
    // Always there, since only what changes within it is read out; no box of its own, so that it takes no room.
    <div aria-live="polite" className="contents">
      {shows && (
        <section
          aria-label="Raised alerts"
          className="flex items-start gap-2 rounded-lg border border-failed bg-surface py-2 pr-2 pl-3"
        >
          <TriangleAlert size={16} className="mt-0.5 shrink-0 text-failed" aria-hidden />
          <ul className="min-w-0 flex-1">
            {raised.slice(0, SHOWN).map((alert) => (
              <li key={alertKey(alert)} className="break-words">
                <strong>{alertName(alert)}</strong>: {alertReason(alert)}
                {alert.raisedAtMs !== null && (
                  <span className="text-muted">
                    , raised <Age atMs={alert.raisedAtMs} />
                  </span>
                )}
                {alert.unknown !== null && <span className="text-muted">; cannot be told now</span>}
              </li>
            ))}
            {raised.length > SHOWN && <li>And {formatQuantity(raised.length - SHOWN, 'more alert')}.</li>}
          </ul>
          <Link href="/#alerts" className="shrink-0 text-accent underline">
            See alerts
          </Link>
          <button
            type="button"
            aria-label="Dismiss the alerts"
            className="touch -my-1 inline-flex size-8 shrink-0 items-center justify-center rounded-md text-muted hover:bg-raised hover:text-text"
            onClick={dismiss}
          >
            <X size={16} aria-hidden />
          </button>
        </section>
      )}
    </div>
  )
}
