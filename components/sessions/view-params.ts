import {
  type inferParserType,
  parseAsArrayOf,
  parseAsIsoDateTime,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server'
import { parseDuration } from '#lib/format/duration.ts'
import { SESSION_STATES } from '#lib/model/session.ts'
import { SESSION_SORTS } from '#lib/model/session-sort.ts'
import { makeView, type SessionView } from '../live/session-view.ts'

/** Ranges of the last activity that are offered by name. */
export const RANGES = ['1h', '24h', '7d', '30d', 'custom'] as const

/** The state of the sessions page, as it stands in the URL. */
export const VIEW_PARAMS = {
  state: parseAsArrayOf(parseAsStringLiteral(SESSION_STATES)).withDefault([]),
  agent: parseAsString,
  project: parseAsString,
  integrated: parseAsStringLiteral(['yes', 'no'] as const),
  text: parseAsString.withDefault(''),
  within: parseAsStringLiteral(RANGES),
  from: parseAsIsoDateTime,
  to: parseAsIsoDateTime,
  sort: parseAsStringLiteral(SESSION_SORTS).withDefault('lastActivity'),
  direction: parseAsStringLiteral(['asc', 'desc'] as const).withDefault('desc'),
}

export type ViewParams = inferParserType<typeof VIEW_PARAMS>

/** `nowMs` is when the page was rendered: a range by name begins that much before. */
export function toView(params: ViewParams, nowMs: number): SessionView {
  const { state, agent, project, integrated, text, sort, direction } = params
  return makeView(
    {
      state,
      agent: agent || undefined,
      project: project || undefined,
      integrated: integrated === null ? undefined : integrated === 'yes',
      text: text || undefined,
      ...rangeOf(params, nowMs),
    },
    { sort, direction },
  )
}

function rangeOf(
  { within, from, to }: ViewParams,
  nowMs: number,
): { from: number | undefined; to: number | undefined } {
  if (within === null) return { from: undefined, to: undefined }
  if (within === 'custom') return { from: from?.getTime(), to: to?.getTime() }
  return { from: nowMs - (parseDuration(within) ?? 0), to: undefined }
}

/** How many filters are set, the order aside. */
export function countFilters({ state, agent, project, integrated, text, within }: ViewParams): number {
  const set = [
    state.length > 0,
    text !== '',
    ...[agent, project, integrated, within].map((value) => value !== null),
  ]
  return set.filter(Boolean).length
}

export const NO_FILTERS = {
  state: null,
  agent: null,
  project: null,
  integrated: null,
  text: null,
  within: null,
  from: null,
  to: null,
} as const
