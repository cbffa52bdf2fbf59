import { EVENT_STREAM_HEADERS, messageStream } from './event-stream.ts'

/** Whoever listens reads everything anew each time. */
const INTERVAL_MS = 2000

export const CHANGED_STREAM_HEADERS = { ...EVENT_STREAM_HEADERS, 'cache-control': 'no-store, no-transform' }

const CHANGED = 'event: changed\ndata: {}\n\n'

/** Says that something changed, at most every 2 s, and nothing else: not what, nor how much. */
export function changedStream(
  subscribe: (listener: () => void) => () => void,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  return messageStream((send) => {
    const changes = atMostEvery(INTERVAL_MS, () => send(CHANGED))
    const unsubscribe = subscribe(changes.note)
    return () => {
      unsubscribe()
      changes.end()
    }
  }, signal)
}

/** The first of several changes is told at once, the others together once it is time again. */
function atMostEvery(intervalMs: number, tell: () => void): { note(): void; end(): void } {
  let timer: NodeJS.Timeout | undefined
  let waiting = false
  const telling = (): void => {
    waiting = false
    timer = setTimeout(() => {
      timer = undefined
      if (waiting) telling()
    }, intervalMs)
    tell()
  }
  return {
    note() {
      if (timer === undefined) telling()
      else waiting = true
    },
    end: () => clearTimeout(timer),
  }
}
