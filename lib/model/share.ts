import type { MetricsFilter, MetricsQuery } from './metrics-query.ts'
import type { MetricsView } from './metrics-view.ts'
import type { Token } from './token.ts'

/** What a share shows beyond numbers and names of agents, each only where it is ticked. */
export const SHARE_TICKS = ['errorTexts', 'projects', 'sessionIds'] as const
export type ShareTick = (typeof SHARE_TICKS)[number]
export type ShareTicks = Record<ShareTick, boolean>

/** How a tick is called in a command and in an address. */
export const TICK_WORDS = {
  errorTexts: 'errors',
  projects: 'projects',
  sessionIds: 'sessions',
} as const satisfies Record<ShareTick, string>

const DAY_MS = 86_400_000
export const SHARE_LIFE_MS = 7 * DAY_MS
export const SHARE_LIFE_LIMIT_MS = 90 * DAY_MS
export const SHARE_NAME_LIMIT_CHARACTERS = 100

/** Of a length of time that ends whenever somebody looks, or from one time to another. */
export type SharedRange = { live: true; lengthMs: number } | { live: false; fromMs: number; untilMs: number }

/** The one view that a share shows. */
export type SharedQuery = MetricsFilter & { range: SharedRange; compare: boolean }

export type ShareRequest = { name: string; lifeMs: number; query: SharedQuery; show: ShareTicks }

/** What is known of a share link. Its secret is not. */
export type Share = {
  token: Token
  query: SharedQuery
  show: ShareTicks
  /** When somebody last looked by it, to the minute; `null` where nobody did. */
  lastUsedAtMs: number | null
}

/** What whoever has the link gets, and all that they get. */
export type SharedMetrics = {
  name: string
  expiresAtMs: number | null
  show: ShareTicks
  /** Said even where the projects are not. */
  filteredByProject: boolean
  view: MetricsView
}

export function sharedQueryOf({ fromMs, untilMs, live, compare, ...filter }: MetricsQuery): SharedQuery {
  const { agents, projects, outcomes } = filter
  const range: SharedRange = live ? { live, lengthMs: untilMs - fromMs } : { live, fromMs, untilMs }
  return { agents, projects, outcomes, range, compare }
}

/** What a share asks for at this moment. */
export function metricsQueryOf({ range, compare, ...filter }: SharedQuery, nowMs: number): MetricsQuery {
  const { agents, projects, outcomes } = filter
  const { fromMs, untilMs } = range.live ? { fromMs: nowMs - range.lengthMs, untilMs: nowMs } : range
  return { agents, projects, outcomes, fromMs, untilMs, live: range.live, compare }
}
