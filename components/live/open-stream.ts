import type { AlertsNow } from '#lib/model/alert-view.ts'
import type { ChangeBatch } from '#lib/model/live.ts'
import { fetchJson } from './fetch-json.ts'
import type { LiveStore } from './live-store.ts'

/** The server sends something at least every 10 s; after three silences the connection is taken for dead. */
const SILENCE_LIMIT_MS = 30_000
const RETRY_MS = [500, 1000, 2000, 5000] as const

/**
 * Keeps one event stream open while the page is visible: a tab in the background holds no connection and runs no timer.
 * Coming back, it asks for what it missed. Returns how to end it.
 */
export function openStream(store: LiveStore): () => void {
  let source: EventSource | null = null
  let timer: number | undefined
  let failures = 0
  let ended = false

  const close = (): void => {
    window.clearTimeout(timer)
    source?.close()
    source = null
  }
  const heard = (): void => {
    failures = 0
    store.heard()
    window.clearTimeout(timer)
    timer = window.setTimeout(retry, SILENCE_LIMIT_MS)
  }
  const retry = (): void => {
    close()
    store.setConnection('reconnecting')
    timer = window.setTimeout(() => void openIfKnown(), RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)])
  }
  /** A stream does not tell why it was refused. Whoever is no longer known need not try again. */
  const openIfKnown = async (): Promise<void> => {
    const state = await fetchJson<{ signedIn: boolean }>('/api/sign-in', new AbortController().signal)
    if (ended || document.hidden) return
    if (!state.ok) retry()
    else if (state.value.signedIn) open()
    else store.setConnection('signed_out')
  }
  const open = (): void => {
    close()
    source = new EventSource(`/api/events?after=${store.get().status.revision}`)
    source.addEventListener('ping', heard)
    source.addEventListener('change', (event: MessageEvent<string>) => {
      store.apply(JSON.parse(event.data) as ChangeBatch)
      heard()
    })
    source.addEventListener('alerts', (event: MessageEvent<string>) => {
      store.setAlerts(JSON.parse(event.data) as AlertsNow)
      heard()
    })
    source.addEventListener('resync', () => {
      heard()
      store.resync()
    })
    // The browser's own retry would ask for an outdated revision.
    source.addEventListener('error', retry)
  }
  const follow = (): void => {
    if (document.hidden) {
      close()
      store.setConnection('paused')
    } else open()
  }
  document.addEventListener('visibilitychange', follow)
  follow()
  return () => {
    ended = true
    document.removeEventListener('visibilitychange', follow)
    close()
  }
}
