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

/** Batches as server-sent events: `change` with the revision as its id, `resync` where everything must be read again. */
export function eventStream(subscribe: Subscribe, signal: AbortSignal): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let stop: () => void
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const send = (text: string): void => {
          controller.enqueue(encoder.encode(text))
          if ((controller.desiredSize ?? 0) <= 0) stop()
        }
        let ended = false
        const cleanUp: (() => void)[] = []
        stop = () => {
          if (ended) return
          ended = true
          for (const work of cleanUp) work()
          controller.close()
        }
        send('retry: 1000\nevent: ping\ndata: {}\n\n')
        const heartbeat = setInterval(() => send('event: ping\ndata: {}\n\n'), HEARTBEAT_MS)
        cleanUp.push(() => clearInterval(heartbeat), registerStream(stop))
        const unsubscribe = subscribe((batch) => {
          if (!ended) send(batch === null ? 'event: resync\ndata: {}\n\n' : formatChange(batch))
        })
        cleanUp.push(unsubscribe)
        if (ended) unsubscribe()
        signal.addEventListener('abort', stop, { once: true })
      },
      cancel: () => stop(),
    },
    { highWaterMark: BACKLOG_LIMIT },
  )
}

const formatChange = (batch: ChangeBatch): string =>
  `event: change\nid: ${batch.revision}\ndata: ${JSON.stringify(batch)}\n\n`
