import {
  createParser,
  type inferParserType,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsInteger,
  parseAsString,
} from 'nuqs/server'
import { levelNamed } from '#lib/format/log-level.ts'
import type { LogLevel } from '#lib/model/log.ts'
import { RANGE_PARAMS, rangeOf } from '../live/time-range.ts'

/** By any of its names: people write addresses too. */
const parseAsLevel = createParser<LogLevel>({ parse: levelNamed, serialize: (level) => level })

/** The state of the logs page, as it stands in the URL. */
export const LOG_PARAMS = {
  file: parseAsString,
  level: parseAsArrayOf(parseAsLevel).withDefault([]),
  text: parseAsString.withDefault(''),
  /** Whether the text is a pattern. */
  pattern: parseAsBoolean.withDefault(false),
  ...RANGE_PARAMS,
  /** Lines shown around what matches. */
  context: parseAsInteger.withDefault(0),
  /** The line that is looked at, by its offset. */
  at: parseAsInteger,
  wrap: parseAsBoolean.withDefault(false),
  live: parseAsBoolean.withDefault(true),
}

export type LogParams = inferParserType<typeof LOG_PARAMS>

export const NO_LOG_FILTERS = {
  level: null,
  text: null,
  pattern: null,
  within: null,
  from: null,
  to: null,
  context: null,
} as const

export const isFiltered = ({ level, text, within }: LogParams): boolean =>
  level.length > 0 || text !== '' || within !== null

/**
 * What is looked for in a log, as the API wants it; "" for everything. `nowMs` is when the page was rendered: a range by
 * name begins that much before.
 */
export function toLogQuery(params: LogParams, nowMs: number): string {
  if (!isFiltered(params)) return ''
  const { level, text, pattern, context } = params
  const { fromMs, untilMs } = rangeOf(params, nowMs)
  const query = new URLSearchParams()
  if (level.length > 0) query.set('level', level.join(','))
  if (text !== '') query.set(pattern ? 'pattern' : 'text', text)
  if (fromMs !== null) query.set('since', String(fromMs))
  if (untilMs !== null) query.set('until', String(untilMs))
  if (context > 0) query.set('context', String(context))
  return query.toString()
}

export const downloadHref = (name: string): string => `/api/logs/download?${new URLSearchParams({ name })}`
