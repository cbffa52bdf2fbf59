'use client'

import { useEffect, useState } from 'react'
import type { AlertsView } from '#lib/model/alert-view.ts'
import { fetchJson } from '../live/fetch-json.ts'
import { useLive } from '../live/live-provider.tsx'

/** All of the alerts, read again whenever the stream says that something of them is another. */
export function useAlertsView(fresh: AlertsView): { view: AlertsView; fault: string | null } {
  const [view, setView] = useState(fresh)
  const [fault, setFault] = useState<string | null>(null)
  const revision = useLive((state) => state.alerts.revision)
  const known = view.now.revision
  useEffect(() => setView(fresh), [fresh])
  useEffect(() => {
    if (known >= revision) return
    const stop = new AbortController()
    void fetchJson<AlertsView>('/api/alerts', stop.signal).then((answer) => {
      if (stop.signal.aborted) return
      if (answer.ok) setView(answer.value)
      setFault(answer.ok ? null : answer.message)
    })
    return () => stop.abort()
  }, [known, revision])
  return { view, fault }
}
