import type { SharedMetrics } from '#lib/model/share.ts'
import { fetchJson } from '../live/fetch-json.ts'

/** Whether what is shown is current; `ended` is for good. */
export type Following = 'connecting' | 'live' | 'lost' | 'paused' | 'ended'

type Listener = {
  onMetrics(metrics: SharedMetrics): void
  onState(state: Following): void
}

/** The server sends something at least every 10 s; after three silences the connection is taken for dead. */
const SILENCE_LIMIT_MS = 30_000
const RETRY_MS = 2000
/** A range that ends now moves on though nothing changes. */
const MOVE_MS = 30_000
/** What the server says to whoever is not let in, or not any more. */
const ENDED: ReadonlySet<number | undefined> = new Set([401, 403, 404])

/** Keeps a share current while its page is visible, and says when it has ended. Returns how to end that. */
export function followShare(id: string, { onMetrics, onState }: Listener): () => void {
  const base = `/api/share/${encodeURIComponent(id)}`
  const aborter = new AbortController()
  let source: EventSource | null = null
  let timer: number | undefined
  let moving: number | undefined
  /** Each is given up by whatever closes it. */
  let attempt = 0

  const close = (): void => {
    attempt += 1
    window.clearTimeout(timer)
    window.clearInterval(moving)
    source?.close()
    source = null
  }
  /** False where it has ended, or nobody knows. */
  const read = async (): Promise<boolean> => {
    const answer = await fetchJson<SharedMetrics>(`${base}/metrics`, aborter.signal)
    if (aborter.signal.aborted) return false
    if (answer.ok) onMetrics(answer.value)
    else if (ENDED.has(answer.status)) end()
    return answer.ok
  }
  const end = (): void => {
    onState('ended')
    stop()
  }
  const retry = (): void => {
    close()
    onState('lost')
    timer = window.setTimeout(() => void open(), RETRY_MS)
  }
  /** A stream does not tell why it ended; what is read does. */
  const lose = async (): Promise<void> => {
    close()
    const own = attempt
    await read()
    if (own === attempt) retry()
  }
  const heard = (): void => {
    onState('live')
    window.clearTimeout(timer)
    timer = window.setTimeout(retry, SILENCE_LIMIT_MS)
  }
  const open = async (): Promise<void> => {
    close()
    const own = attempt
    const isRead = await read()
    if (own !== attempt) return
    if (!isRead) return retry()
    source = new EventSource(`${base}/events`)
    source.addEventListener('ping', heard)
    source.addEventListener('changed', () => {
      heard()
      void read()
    })
    source.addEventListener('error', () => void lose())
    moving = window.setInterval(() => void read(), MOVE_MS)
  }
  const follow = (): void => {
    if (!document.hidden) return void open()
    close()
    onState('paused')
  }
  const stop = (): void => {
    aborter.abort()
    document.removeEventListener('visibilitychange', follow)
    close()
  }
  document.addEventListener('visibilitychange', follow)
  follow()
  return stop
}
