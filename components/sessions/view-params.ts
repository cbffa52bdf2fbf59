import { type inferParserType, parseAsArrayOf, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { SESSION_STATES } from '#lib/model/session.ts'
import { SESSION_SORTS } from '#lib/model/session-sort.ts'
import { makeView, type SessionView } from '../live/session-view.ts'
import { RANGE_PARAMS, rangeOf } from '../live/time-range.ts'

/** The state of the sessions page, as it stands in the URL. */
export const VIEW_PARAMS = {
  state: parseAsArrayOf(parseAsStringLiteral(SESSION_STATES)).withDefault([]),
  agent: parseAsString,
  project: parseAsString,
  integrated: parseAsStringLiteral(['yes', 'no'] as const),
  text: parseAsString.withDefault(''),
  // Of the last activity.
  ...RANGE_PARAMS,
  sort: parseAsStringLiteral(SESSION_SORTS).withDefault('lastActivity'),
  direction: parseAsStringLiteral(['asc', 'desc'] as const).withDefault('desc'),
}

export type ViewParams = inferParserType<typeof VIEW_PARAMS>

/** `nowMs` is when the page was rendered: a range by name begins that much before. */
export function toView(params: ViewParams, nowMs: number): SessionView {
  const { state, agent, project, integrated, text, sort, direction } = params
  const { fromMs, untilMs } = rangeOf(params, nowMs)
  return makeView(
    {
      state,
      agent: agent || undefined,
      project: project || undefined,
      integrated: integrated === null ? undefined : integrated === 'yes',
      text: text || undefined,
      from: fromMs ?? undefined,
      to: untilMs ?? undefined,
    },
    { sort, direction },
  )
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
