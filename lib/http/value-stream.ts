import { registerStream } from './open-streams.ts'

/** A sign of life this often keeps proxies from closing a quiet stream, and tells the page that it still lives. */
const HEARTBEAT_MS = 10_000

const PING = 'event: ping\ndata: {}\n\n'

/**
 * Values as server-sent events, each asked for once the one before is on its way: who reads slowly holds them up. `stop`
 * ends them; it is aborted when the reader leaves or the server stops.
 */
export function valueStream(
  values: AsyncIterable<unknown>,
  stop: AbortController,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const iterator = values[Symbol.asyncIterator]()
  const unregister = registerStream(() => stop.abort())
  let next: Promise<IteratorResult<unknown>> | null = null
  const end = async (): Promise<void> => {
    unregister()
    stop.abort()
    await iterator.return?.()
  }
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(PING)),
    async pull(controller) {
      next ??= iterator.next()
      const result = await withHeartbeat(next)
      if (result === null) return controller.enqueue(encoder.encode(PING))
      next = null
      if (!result.done) return controller.enqueue(encoder.encode(`data: ${JSON.stringify(result.value)}\n\n`))
      await end()
      controller.close()
    },
    cancel: end,
  })
}

/** `null` where nothing came for a while. */
async function withHeartbeat<T>(next: Promise<T>): Promise<T | null> {
  const { promise, resolve } = Promise.withResolvers<null>()
  const timer = setTimeout(() => resolve(null), HEARTBEAT_MS)
  try {
    return await Promise.race([next, promise])
  } finally {
    clearTimeout(timer)
  }
}
