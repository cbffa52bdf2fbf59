import type { IncomingHttpHeaders } from 'node:http'
import type { Identity } from '#lib/model/identity.ts'
import { parsePath } from './parse-path.ts'
import { type Method, type Route, type RouteRule, routeOf } from './routes.ts'

export type GateRequest = {
  method: string
  /** The request target as it came. */
  target: string
  headers: IncomingHttpHeaders
  /** How many Host headers came: two that differ are a way past a check of one. */
  hostCount: number
  scheme: 'http' | 'https'
}

export type RefusalReason =
  | 'host'
  | 'target'
  | 'method'
  | 'origin'
  | 'body'
  | 'body_size'
  | 'content_type'
  | 'role'
  | 'no_token'
  | 'unknown'
  | 'expired'
  | 'revoked'
  | 'too_many'

export type Refused = { allowed: false; status: number; reason: RefusalReason }
export type Verdict = { allowed: true; route: Route; path: string } | Refused

/** Methods that change nothing; all others must prove where they come from. */
const READING = new Set(['GET', 'HEAD'])
const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** What is sent to change something is a form's worth of JSON. */
export const BODY_LIMIT_BYTES = 1_000_000

/**
 * What can be said of a request before anybody asks who sends it. Pure. A wrong Host is how a web page elsewhere reaches
 * a server on this machine (DNS rebinding), and a target that two readers read differently is how one goes around a gate.
 */
export function checkForm(request: GateRequest, allowedHosts: ReadonlySet<string>): Verdict {
  const host = request.headers.host?.toLowerCase()
  if (request.hostCount !== 1 || host === undefined || !allowedHosts.has(host)) return refuse(403, 'host')
  const path = parsePath(request.target)
  return path === null ? refuse(400, 'target') : { allowed: true, route: routeOf(path), path }
}

/**
 * Whether somebody may do this with a route; `null` is somebody who is not known. Pure, so that the whole policy can be
 * read here. An Origin that is not ours is how a page elsewhere makes a browser act: reading without one is what a
 * browser does on a page of ours, changing without one is not.
 */
export function checkRight(request: GateRequest, route: Route, identity: Identity | null): Refused | null {
  const { method, headers } = request
  const rule = rightOf(route.rule, method)
  if (identity === null && rule !== 'anyone') return refuse(401, 'no_token')
  if (!isOwnOrigin(request)) return refuse(403, 'origin')
  if (rule === undefined)
    return READING.has(method) || identity?.role === 'owner' ? refuse(405, 'method') : refuse(403, 'role')
  if (rule !== 'anyone' && identity !== null && !rule.includes(identity.role)) return refuse(403, 'role')
  if (isOfAnotherShare(route, identity)) return refuse(403, 'role')
  return READING.has(method) ? checkNoBody(headers) : checkBody(headers)
}

function isOfAnotherShare({ shareId }: Route, identity: Identity | null): boolean {
  return identity?.role === 'share' && shareId !== null && shareId !== identity.tokenId
}

function rightOf(rule: RouteRule, method: string): RouteRule[Method] {
  const known = METHODS.find((name) => name === (method === 'HEAD' ? 'GET' : method))
  return known === undefined ? undefined : rule[known]
}

function isOwnOrigin({ method, headers, scheme }: GateRequest): boolean {
  if (headers.origin === undefined) return READING.has(method)
  return headers.origin.toLowerCase() === `${scheme}://${headers.host?.toLowerCase()}`
}

function checkNoBody(headers: IncomingHttpHeaders): Refused | null {
  const isEmpty = headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0
  return isEmpty ? null : refuse(400, 'body')
}

/** The length must be said before, so that it can be judged before anything is read. */
function checkBody(headers: IncomingHttpHeaders): Refused | null {
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
  if (type !== 'application/json' || headers['content-encoding'] !== undefined)
    return refuse(415, 'content_type')
  if (headers['content-length'] === undefined) return refuse(411, 'body')
  return Number(headers['content-length']) > BODY_LIMIT_BYTES ? refuse(413, 'body_size') : null
}

const refuse = (status: number, reason: RefusalReason): Refused => ({ allowed: false, status, reason })
