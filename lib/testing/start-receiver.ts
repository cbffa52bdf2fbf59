import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'

/** A real receiver of webhooks on this machine, and what it was sent. */
export type Receiver = AsyncDisposable & {
  url: string
  received: Record<string, unknown>[]
  /** The first message, past or to come, that fits. */
  until(wanted: (message: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>
}

/** Answers with `codes` one after the other, and with the last from then on. */
export async function startReceiver(codes: readonly number[] = [200]): Promise<Receiver> {
  const received: Record<string, unknown>[] = []
  const waiting = new Set<() => void>()
  const server = createServer(async (request, response) => {
    // Messages are objects, as both formats have it.
    received.push((await json(request)) as Record<string, unknown>)
    response.writeHead(codes[Math.min(received.length, codes.length) - 1] ?? 200).end()
    for (const look of [...waiting]) look()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook/secret-path`,
    received,
    until: (wanted) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = received.find(wanted)
          if (found === undefined) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
