import type { MetricsFilter, MetricsQuery } from '#lib/model/metrics-query.ts'
import type { MetricsBuckets, MetricsTotals, MetricsView } from '#lib/model/metrics-view.ts'
import { countResults, type ResultCounts } from './count-results.ts'
import { findFrequentErrors } from './find-frequent-errors.ts'
import { makeBuckets } from './make-buckets.ts'
import { type Concurrency, measureConcurrency } from './measure-concurrency.ts'
import { measureSessions, type SessionMeasures } from './measure-sessions.ts'
import { EXACT_LIMIT, measureAgents, summarizeTimes } from './measure-times.ts'
import { measureWaits, type Waits } from './measure-waits.ts'
import { ratio } from './numbers.ts'
import type { ResultColumns } from './result-columns.ts'
import { matchMeasured, selectResults } from './select-results.ts'
import { sumTokens } from './sum-tokens.ts'

/** All of a view that is made of results; what the machine had and the thresholds are added by whoever knows them. */
export type ResultsView = Omit<
  MetricsView,
  'generatedAtMs' | 'reading' | 'resources' | 'thresholds' | 'heatMap'
> & {
  heatMap: { results: number[] }
}

/** The metrics of one range and filter, from all results. Pure: the range says when now is. */
export function measureResults(columns: ResultColumns, query: MetricsQuery): ResultsView {
  const { agents, projects, outcomes } = query
  const filter: MetricsFilter = { agents, projects, outcomes }
  const range = makeBuckets(query)
  const period = measurePeriod(columns, filter, range)
  const { places, counts, sessions, waits, concurrency } = period
  return {
    range,
    filter,
    percentiles: places.length <= EXACT_LIMIT ? 'exact' : 'within_1_percent',
    totals: period.totals,
    before: query.compare ? measurePeriod(columns, filter, periodBefore(range)).totals : null,
    agents: measureAgents(columns, places, range),
    activity: { results: counts.results, sessions: sessions.ended },
    errors: counts.errors,
    successRate: counts.successRate,
    integrationWait: { averageMs: waits.averageMs, longestMs: waits.longestMs },
    concurrency: { average: concurrency.average, peak: concurrency.peak },
    speedUp: sessions.speedUp,
    heatMap: { results: counts.hourly },
    slowestSessions: sessions.slowest,
    frequentErrors: findFrequentErrors(columns, places),
  }
}

/** As long as the range, and just before it. One bucket will do: only its totals are wanted. */
function periodBefore({ fromMs, untilMs }: MetricsBuckets): MetricsBuckets {
  const bucketMs = untilMs - fromMs
  const startMs = fromMs - bucketMs
  return { fromMs: startMs, untilMs: fromMs, live: false, bucketMs, startsMs: [startMs] }
}

type Period = {
  places: Uint32Array
  counts: ResultCounts
  totals: MetricsTotals
  sessions: SessionMeasures
  waits: Waits
  concurrency: Concurrency
}

function measurePeriod(columns: ResultColumns, filter: MetricsFilter, range: MetricsBuckets): Period {
  const matches = matchMeasured(columns, filter)
  const selected = selectResults(columns, filter, range)
  const { places, unreadable } = selected
  const counts = countResults(columns, selected)
  const sessions = measureSessions(columns, places, range)
  const waits = measureWaits(columns, matches, range)
  const concurrency = measureConcurrency(columns, matches, range)
  const totals: MetricsTotals = {
    results: places.length,
    unreadable,
    sessions: sessions.sessions,
    successRate: ratio(counts.successes, places.length),
    ...summarizeTimes(columns, places),
    speedUp: sessions.totalSpeedUp,
    peakConcurrency: concurrency.totalPeak,
    integrationWaitMs: waits.totalAverageMs,
    integrated: waits.integrated,
    tokens: sumTokens(columns, places),
  }
  return { places, counts, totals, sessions, waits, concurrency }
}
