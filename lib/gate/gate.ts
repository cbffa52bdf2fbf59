import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import { IDENTITY_HEADER, writeIdentity } from '#lib/http/identity-header.ts'
import { ROUTE_HEADER } from '#lib/http/route-header.ts'
import { admit } from './admit.ts'
import { type Asked, createContext, type GateOptions } from './gate-context.ts'
import { originOf } from './identify.ts'
import { sendFault } from './respond.ts'
import { contentSecurityPolicy, SECURITY_HEADERS, START_HEADER } from './security-headers.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

export type Gate = {
  handle: Handler
  /** Stops looking at open responses, and writes what was only counted. */
  close(): void
}

/** Headers with which a client could pretend to be the framework or the gate. */
const NOT_FROM_CLIENTS =
  /^(?:x-(?:middleware|invoke|nextjs|matched|now|vercel|prerender|forwarded|trinitas)-.*|x-nonce|next-action|forwarded|content-security-policy)$/

/**
 * Stands in front of the application: every request is judged before the framework sees it, so that none of its ways
 * around (rewrites, prefetches, static files) goes past. What is let through says who asks, and carries the nonce of
 * its response.
 */
export function createGate(options: GateOptions, application: Handler): Gate {
  const context = createContext(options)
  return {
    handle(request, response) {
      const nonce = randomBytes(16).toString('base64')
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value)
      response.setHeader('content-security-policy', contentSecurityPolicy(nonce))
      if (request.url === '/api/health') response.setHeader(START_HEADER, context.startId)
      const origin = originOf(request, context.trustedProxies)
      const asked: Asked = { request, response, origin, nonce, identity: null, route: '' }
      admit(context, asked).then(
        (admitted) => {
          if (admitted) letThrough(asked, application)
        },
        (error: unknown) => fail(asked, error),
      )
    },
    close() {
      context.longResponses.close()
      context.refusals.flush()
    },
  }
}

function letThrough({ request, response, nonce, identity, route }: Asked, application: Handler): void {
  for (const name of Object.keys(request.headers)) {
    if (NOT_FROM_CLIENTS.test(name)) delete request.headers[name]
  }
  // The framework reads the nonce from the request's policy and puts it on its own scripts.
  request.headers['content-security-policy'] = contentSecurityPolicy(nonce)
  request.headers[ROUTE_HEADER] = route
  if (identity !== null) request.headers[IDENTITY_HEADER] = writeIdentity(identity)
  application(request, response)
}

/** One request must not end the server for all others: a defect is printed, and whoever asked is let go. */
function fail({ response, identity }: Asked, error: unknown): void {
  if (error instanceof AppError) {
    if (identity !== null || error.code === 'request_invalid') return void sendFault(response, error)
    // It may name what is watched here, which is not for whoever is not known.
    console.error(error.message)
    return void sendFault(
      response,
      new AppError(error.code, 'This cannot be done now. Whoever runs the server sees why.'),
    )
  }
  // Whoever leaves while sending is no defect.
  if (systemErrorCode(error) !== 'ECONNRESET') console.error(error)
  response.destroy()
}
