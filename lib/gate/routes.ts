import type { Role } from '#lib/model/identity.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Who may ask for a route, by method. What is not named may not be asked for. */
export type RouteRule = Partial<Record<Method, readonly Role[] | 'anyone'>>

const READERS = ['owner', 'viewer'] as const
const EVERYONE_KNOWN = ['owner', 'viewer', 'share'] as const
const OWNERS = ['owner'] as const

/** Answered by the gate itself: they must work for whoever is not known yet. */
export const GATE_ROUTES: Readonly<Record<string, RouteRule>> = {
  '/sign-in': { GET: 'anyone' },
  '/api/sign-in': { GET: 'anyone', POST: 'anyone' },
  '/api/sign-out': { POST: READERS },
  // What a share link leads to: the browser keeps it from here on, and goes on to the share itself.
  '/s/[token]': { GET: 'anyone' },
}

/**
 * Every route of the application, as the framework names it. The build fails where one is missing here, or is here and
 * no longer there (`check-routes.ts`).
 */
export const APP_ROUTES: Readonly<Record<string, RouteRule>> = {
  '/': { GET: READERS },
  '/sessions': { GET: READERS },
  '/sessions/[id]': { GET: READERS },
  '/performance': { GET: READERS },
  '/recovery': { GET: READERS },
  '/recovery/repair': { GET: READERS },
  '/logs': { GET: READERS },
  '/health': { GET: READERS },
  '/audit': { GET: READERS },
  '/metrics': { GET: READERS },
  '/settings': { GET: READERS },
  '/share/[id]': { GET: EVERYONE_KNOWN },
  '/_not-found': { GET: READERS },
  '/_global-error': { GET: READERS },
  '/icon.svg': { GET: EVERYONE_KNOWN },
  '/api/alerts': { GET: READERS },
  '/api/alerts/mute': { POST: OWNERS },
  '/api/alerts/test': { POST: OWNERS },
  '/api/audit': { GET: READERS },
  '/api/audit/export': { GET: READERS },
  '/api/events': { GET: READERS },
  '/api/health': { GET: READERS },
  '/api/health-checks': { GET: READERS, POST: OWNERS },
  '/api/issues': { GET: READERS },
  '/api/issues/snooze': { POST: OWNERS },
  '/api/metrics/chart': { GET: READERS },
  '/api/metrics/export': { GET: READERS },
  '/api/metrics/snapshot': { GET: READERS },
  '/api/metrics': { GET: READERS },
  '/api/logs': { GET: READERS },
  '/api/logs/download': { GET: READERS },
  '/api/logs/events': { GET: READERS },
  '/api/logs/line': { GET: READERS },
  '/api/logs/lines': { GET: READERS },
  '/api/logs/search': { GET: READERS },
  '/api/logs/time': { GET: READERS },
  '/api/operations': { GET: READERS },
  '/api/operations/[id]': { GET: READERS },
  '/api/performance': { GET: READERS },
  '/api/problems': { GET: READERS },
  '/api/recovery/plans': { POST: OWNERS },
  '/api/recovery/plans/[id]/execute': { POST: OWNERS },
  '/api/recovery/retention': { GET: READERS },
  '/api/recovery/repair': { GET: READERS },
  '/api/schedule': { GET: READERS },
  '/api/schedule/[job]/plans': { POST: OWNERS },
  '/api/schedule/[job]/run': { POST: OWNERS },
  '/api/search-answers': { GET: READERS },
  '/api/sessions': { GET: READERS },
  '/api/sessions/[id]': { GET: READERS },
  '/api/sessions/[id]/answer': { GET: READERS },
  '/api/sessions/[id]/pin': { POST: OWNERS },
  '/api/settings': { GET: READERS, PATCH: OWNERS },
  '/api/share/[id]/events': { GET: EVERYONE_KNOWN },
  '/api/share/[id]/metrics': { GET: EVERYONE_KNOWN },
  '/api/shares': { GET: READERS, POST: OWNERS },
  '/api/shares/[id]': { DELETE: OWNERS },
  '/api/tokens': { GET: READERS },
  '/api/tokens/[id]': { DELETE: OWNERS },
  '/api/trash': { GET: READERS },
  '/api/trash/consent': { GET: READERS, POST: OWNERS },
}

/** Scripts and styles, which the framework makes and serves without naming them. */
const ASSETS: Readonly<Record<string, RouteRule>> = { '/_next/static/[...path]': { GET: EVERYONE_KNOWN } }

export type Route = {
  path: string
  rule: RouteRule
  /** Of which share it is a part; `null` for what is no part of one. Whoever comes by a share has that one alone. */
  shareId: string | null
}

const PATTERNS = Object.entries({ ...GATE_ROUTES, ...APP_ROUTES, ...ASSETS }).map(([path, rule]) => ({
  path,
  parts: partsOf(path),
  rule,
}))

/** The route of a path that `parsePath` made. What nobody named is the page that says so, whatever else might answer. */
export function routeOf(path: string): Route {
  const parts = partsOf(path)
  const pattern = PATTERNS.find((candidate) => matches(candidate.parts, parts))
  if (pattern === undefined) return NOT_FOUND
  const { path: name, rule } = pattern
  return { path: name, rule, shareId: SHARE_PART.exec(name) && (path.split('/')[idAt(name)] ?? null) }
}

const SHARE_PART = /^\/(?:api\/)?share\/\[id\](?:\/|$)/
const idAt = (name: string): number => name.split('/').indexOf('[id]')

export const NOT_FOUND: Route = { path: '/_not-found', rule: { GET: READERS }, shareId: null }

export const isGateRoute = ({ path }: Route): boolean => path in GATE_ROUTES

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '')
}

function matches(pattern: readonly string[], parts: readonly string[]): boolean {
  if (pattern.at(-1)?.startsWith('[...')) {
    const fixed = pattern.slice(0, -1)
    return parts.length > fixed.length && matches(fixed, parts.slice(0, fixed.length))
  }
  return (
    pattern.length === parts.length && pattern.every((part, at) => part.startsWith('[') || part === parts[at])
  )
}
