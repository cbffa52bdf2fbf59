import type { IncomingHttpHeaders } from 'node:http'

export type GateRequest = {
  method: string
  /** The request target as it came. */
  target: string
  headers: IncomingHttpHeaders
  /** How many Host headers came: two that differ are a way past a check of one. */
  hostCount: number
}

export type Verdict =
  | { allowed: true }
  | { allowed: false; status: number; reason: 'host' | 'target' | 'origin' | 'content_type' }

export type GatePolicy = {
  /** Exact values of Host, port included, in lower case. */
  allowedHosts: ReadonlySet<string>
}

/** Methods that change nothing; all others must prove where they come from. */
const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Whether a request may reach the application. Pure: the whole policy can be read here. A wrong Host is how a web page
 * elsewhere reaches a server on this machine (DNS rebinding); a wrong Origin is how it makes a browser change something.
 */
export function checkRequest(request: GateRequest, policy: GatePolicy): Verdict {
  const host = request.headers.host?.toLowerCase()
  if (request.hostCount !== 1 || host === undefined || !policy.allowedHosts.has(host))
    return refuse(403, 'host')
  // "//evil" and "http://evil/" are targets that a URL parser would take for another host's.
  if (!request.target.startsWith('/') || /^\/[/\\]/.test(request.target) || /[\0\r\n]/.test(request.target))
    return refuse(400, 'target')
  if (READING.has(request.method)) return { allowed: true }
  if (!isSameOrigin(request.headers.origin, host)) return refuse(403, 'origin')
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
  return type === 'application/json' ? { allowed: true } : refuse(415, 'content_type')
}

function isSameOrigin(origin: string | undefined, host: string): boolean {
  return origin?.toLowerCase() === `http://${host}`
}

const refuse = (status: number, reason: Extract<Verdict, { allowed: false }>['reason']): Verdict => ({
  allowed: false,
  status,
  reason,
})

/** The Host values under which a loopback server is reached. */
export function loopbackHosts(host: string, port: number): Set<string> {
  const names = ['127.0.0.1', 'localhost', '[::1]', host.includes(':') ? `[${host}]` : host]
  // A browser leaves the port out where it is the scheme's own.
  return new Set(
    names
      .flatMap((name) => [`${name}:${port}`, ...(port === 80 ? [name] : [])])
      .map((name) => name.toLowerCase()),
  )
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}
