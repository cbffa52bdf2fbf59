import { createServer, type RequestListener, type Server } from 'node:http'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import { refuseUpgrades } from '#lib/gate/gate.ts'

/** Limits that keep a slow or greedy client from holding the server: a browser stays far below each. */
const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 10_000,
  maxHeaderSize: 16_384,
}

/**
 * Resolves with a listening server. Throws `AppError('address_in_use')` or `AppError('address_unusable')`, each with
 * the way out.
 */
export async function listen(handler: RequestListener, host: string, port: number): Promise<Server> {
  const server = createServer(LIMITS, handler)
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
