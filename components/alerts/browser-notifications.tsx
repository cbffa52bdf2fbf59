'use client'

import { useEffect, useRef } from 'react'
import type { AlertsView } from '#lib/model/alert-view.ts'
import { fetchJson } from '../live/fetch-json.ts'
import { useLive, useLiveStore } from '../live/live-provider.tsx'
import { useNotificationChoice } from './notification-choice.ts'

/** A tab in the background holds no stream; notifications are for whoever looks elsewhere. */
const POLL_MS = 30_000

/** Shows what is told as notifications of the browser, where somebody wished for that. */
export function BrowserNotifications() {
  const wanted = useNotificationChoice() === 'on'
  const store = useLiveStore()
  const told = useLive((state) => state.alerts.told)
  const shownUpTo = useRef<number | null>(null)
  useEffect(() => {
    // What was told before this page was there is in its banner.
    const last = told.at(-1)?.id ?? 0
    const from = shownUpTo.current ?? last
    shownUpTo.current = Math.max(from, last)
    if (!wanted) return
    for (const { id, title, text } of told)
      if (id > from) new Notification(title, { body: text, tag: `trinitas-${id}` })
  }, [told, wanted])
  useEffect(() => {
    if (!wanted) return
    const stop = new AbortController()
    const timer = window.setInterval(async () => {
      if (!document.hidden) return
      const answer = await fetchJson<AlertsView>('/api/alerts', stop.signal)
      if (answer.ok) store.setAlerts(answer.value.now)
    }, POLL_MS)
    return () => {
      stop.abort()
      window.clearInterval(timer)
    }
  }, [wanted, store])
  return null
}
