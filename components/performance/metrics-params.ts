import {
  createParser,
  type inferParserType,
  parseAsArrayOf,
  parseAsIsoDateTime,
  parseAsStringLiteral,
} from 'nuqs/server'
import { formatWords, parseWords } from '#lib/format/word-list.ts'
import { TIME_MEASURES, TOKEN_MEASURES } from '#lib/model/metrics-export.ts'
import { DEFAULT_METRICS_RANGE, MEASURED_OUTCOMES, METRICS_RANGES } from '#lib/model/metrics-query.ts'

/** Names from files may hold a comma, so that they are written as the API reads them. */
export const parseAsWords = createParser<string[]>({
  parse: parseWords,
  serialize: formatWords,
  eq: (a, b) => formatWords(a) === formatWords(b),
})

/** What is asked of the metrics, as it stands in the URL of the page and of the API. */
export const METRICS_PARAMS = {
  within: parseAsStringLiteral([...METRICS_RANGES, 'custom']).withDefault(DEFAULT_METRICS_RANGE),
  from: parseAsIsoDateTime,
  to: parseAsIsoDateTime,
  agent: parseAsWords.withDefault([]),
  project: parseAsWords.withDefault([]),
  status: parseAsArrayOf(parseAsStringLiteral(MEASURED_OUTCOMES)).withDefault([]),
  compare: parseAsStringLiteral(['yes', 'no'] as const).withDefault('no'),
}

export type MetricsParams = inferParserType<typeof METRICS_PARAMS>

/** How the charts show what was answered. */
export const CHART_PARAMS = {
  /** Keys of the series that are not drawn. */
  hidden: parseAsWords.withDefault([]),
  /** Of the execution times. */
  time: parseAsStringLiteral(TIME_MEASURES).withDefault('average'),
  /** Of the tokens. */
  tokens: parseAsStringLiteral(TOKEN_MEASURES).withDefault('output'),
}

/** The question as a query string of `/api/metrics`. */
export function toMetricsQuery({ within, from, to, agent, project, status, compare }: MetricsParams): string {
  const params = new URLSearchParams({ within })
  if (within === 'custom') {
    if (from !== null) params.set('from', from.toISOString())
    if (to !== null) params.set('to', to.toISOString())
  }
  if (agent.length > 0) params.set('agent', formatWords(agent))
  if (project.length > 0) params.set('project', formatWords(project))
  if (status.length > 0) params.set('status', status.join(','))
  if (compare === 'yes') params.set('compare', compare)
  return params.toString()
}

/** How many of the filters are set, the range aside. */
export function countFilters({
  agent,
  project,
  status,
}: Pick<MetricsParams, 'agent' | 'project' | 'status'>): number {
  return [agent, project, status].filter((words) => words.length > 0).length
}

export const NO_FILTERS = { agent: null, project: null, status: null } as const
