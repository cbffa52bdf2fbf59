import type { ChangeBatch } from '#lib/model/live.ts'
import { registerStream } from './open-streams.ts'

/** A comment this often keeps proxies from closing a quiet stream, and tells the page that it still lives. */
const HEARTBEAT_MS = 10_000
/** A client that is further behind than this many messages is let go: it comes back and catches up. */
const BACKLOG_LIMIT = 256

export const EVENT_STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
}

type Subscribe = (listener: (batch: ChangeBatch | null) => void) => () => void

/** Something else that goes by the same stream, as events of its own. Returns how to end it. */
type Alongside = (send: (event: string, value: unknown) => void) => () => void

/** Batches as server-sent events: `change` with the revision as its id, `resync` where everything must be read again. */
export function eventStream(
  subscribe: Subscribe,
  signal: AbortSignal,
  alongside: Alongside = () => () => undefined,
): ReadableStream<Uint8Array> {
  return messageStream((send) => {
    const unsubscribe = subscribe((batch) => send(batch === null ? RESYNC : formatChange(batch)))
    const endOther = alongside((event, value) => send(formatEvent(event, value)))
    return () => {
      unsubscribe()
      endOther()
    }
  }, signal)
}

/** Begins to send messages, and returns how to end that. */
type Begin = (send: (message: string) => void) => () => void

/** Messages as they are sent, and signs of life between them. It ends with its client, its signal or the server. */
export function messageStream(begin: Begin, signal: AbortSignal): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const cleanUp: (() => void)[] = []
  let open = true
  const detach = (): void => {
    open = false
    for (const work of cleanUp.splice(0)) work()
  }
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const end = (): void => {
          if (open) controller.close()
          detach()
        }
        const send = (text: string): void => {
          if (!open) return
          controller.enqueue(encoder.encode(text))
          if ((controller.desiredSize ?? 0) <= 0) end()
        }
        send(PING)
        const heartbeat = setInterval(() => send(PING), HEARTBEAT_MS)
        signal.addEventListener('abort', end, { once: true })
        cleanUp.push(() => clearInterval(heartbeat), registerStream(end))
        const stop = begin(send)
        // What was missed may have been too much already.
        if (open) cleanUp.push(stop)
        else stop()
      },
      // The stream is closed by then.
      cancel: detach,
    },
    { highWaterMark: BACKLOG_LIMIT },
  )
}

const PING = 'retry: 1000\nevent: ping\ndata: {}\n\n'
const RESYNC = 'event: resync\ndata: {}\n\n'

const formatEvent = (event: string, value: unknown): string =>
  `event: ${event}\ndata: ${JSON.stringify(value)}\n\n`

const formatChange = (batch: ChangeBatch): string =>
  `event: change\nid: ${batch.revision}\ndata: ${JSON.stringify(batch)}\n\n`
