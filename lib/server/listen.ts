import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { AppError, systemErrorCode } from '#lib/errors.ts'

export type Handler = (request: IncomingMessage, response: ServerResponse) => void

export type ServerLimits = {
  headersTimeout: number
  requestTimeout: number
  connectionsCheckingInterval: number
  keepAliveTimeout: number
  maxHeaderSize: number
}

/** Limits that keep a slow or greedy client from holding the server: a browser stays far below each. */
const LIMITS: ServerLimits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  // How often these two are looked at: by default, every 30 s.
  connectionsCheckingInterval: 2000,
  keepAliveTimeout: 10_000,
  maxHeaderSize: 16_384,
}
const CONNECTIONS_LIMIT = 1000
const HEADERS_LIMIT = 100

/**
 * Resolves with a listening server. Throws `AppError('address_in_use')` or `AppError('address_unusable')`, each with
 * the way out.
 */
export async function listen(
  handler: Handler,
  host: string,
  port: number,
  limits: Partial<ServerLimits> = {},
): Promise<Server> {
  const server = createServer({ ...LIMITS, ...limits }, handler)
  server.maxConnections = CONNECTIONS_LIMIT
  server.maxHeadersCount = HEADERS_LIMIT
  refuseUpgrades(server)
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen({ host, port }, resolve)
  try {
    await promise
  } catch (error) {
    throw explain(error, host, port)
  }
  server.removeListener('error', reject)
  return server
}

/** Nothing here speaks another protocol. */
function refuseUpgrades(server: Server): void {
  server.on('upgrade', (_request: IncomingMessage, socket: Duplex) => {
    // No limit of the server's covers it any more, and whoever resets it has no use for an answer.
    socket.on('error', () => undefined)
    socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n', () =>
      socket.destroy(),
    )
  })
}

function explain(error: unknown, host: string, port: number): unknown {
  switch (systemErrorCode(error)) {
    case 'EADDRINUSE':
      return new AppError(
        'address_in_use',
        `Port ${port} on ${host} is taken by another program. Take another one: npm start -- --port ${port + 1} (or PORT=${port + 1} npm start).`,
        { cause: error },
      )
    case 'EACCES':
      return new AppError(
        'address_unusable',
        `Port ${port} needs more rights than this user has. Take one over 1023: npm start -- --port 4680.`,
        { cause: error },
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new AppError(
        'address_unusable',
        `${host} is not an address of this machine. Use 127.0.0.1: npm start -- --host 127.0.0.1.`,
        { cause: error },
      )
    default:
      return error
  }
}
