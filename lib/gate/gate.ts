import { randomBytes } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { checkRequest, type GatePolicy, type Verdict } from './check-request.ts'
import { contentSecurityPolicy, SECURITY_HEADERS } from './security-headers.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** Headers with which a client could pretend to be the framework or the gate. */
const NOT_FROM_CLIENTS = [
  'x-middleware-subrequest',
  'x-middleware-next',
  'x-nonce',
  'content-security-policy',
  'x-invoke-path',
]

/**
 * Stands in front of the application: every request is judged before the framework sees it, so that none of its ways
 * around (rewrites, prefetches, static files) goes past. What is let through carries the nonce of its response.
 */
export function guard(policy: GatePolicy, application: Handler): Handler {
  return (request, response) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value)
    const verdict = checkRequest(
      {
        method: request.method ?? '',
        target: request.url ?? '',
        headers: request.headers,
        hostCount: request.headersDistinct.host?.length ?? 0,
      },
      policy,
    )
    if (!verdict.allowed) return refuse(response, verdict, policy)
    for (const name of NOT_FROM_CLIENTS) delete request.headers[name]
    const csp = contentSecurityPolicy(randomBytes(16).toString('base64'))
    // The framework reads the nonce from the request's policy and puts it on its own scripts.
    request.headers['content-security-policy'] = csp
    response.setHeader('content-security-policy', csp)
    application(request, response)
  }
}

/** Nothing here speaks another protocol. */
export function refuseUpgrades(server: Server): void {
  server.on('upgrade', (_request: IncomingMessage, socket: Duplex) => {
    socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
  })
}

function refuse(
  response: ServerResponse,
  verdict: Extract<Verdict, { allowed: false }>,
  policy: GatePolicy,
): void {
  response.writeHead(verdict.status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
  response.end(`${explain(verdict.reason, policy)}\n`)
}

function explain(
  reason: Extract<Verdict, { allowed: false }>['reason'],
  { allowedHosts }: GatePolicy,
): string {
  const [host = ''] = allowedHosts
  const port = host.slice(host.lastIndexOf(':') + 1)
  switch (reason) {
    case 'host':
      return `Trinitas Monitor answers only to its own address: http://${host}\nFrom another machine, forward the port:  ssh -L ${port}:${host} USER@THIS-MACHINE  and open http://localhost:${port}`
    case 'target':
      return 'Expected a path that begins with one "/".'
    case 'origin':
      return 'Changes are taken only from the pages of this server: the Origin header must be its own address.'
    case 'content_type':
      return 'Expected content-type: application/json.'
  }
}
