import { formatCount, formatQuantity } from '#lib/format/number.ts'
import {
  TABLE_TITLES,
  type TimeMeasure,
  TOKEN_FIELDS,
  TOKEN_NAMES,
  type TokenMeasure,
} from '#lib/model/metrics-export.ts'
import type { AgentLines, AgentMetrics, MetricsView } from '#lib/model/metrics-view.ts'
import type { Chart, Series, Values } from './chart.ts'
import { counted, highest, line } from './make-series.ts'
import { ALL_LOOK, lookOf, OUTCOME_LOOKS } from './series-looks.ts'

export const MEASURE_NAMES: Readonly<Record<TimeMeasure, string>> = {
  average: 'Average',
  p50: 'p50',
  p95: 'p95',
  p99: 'p99',
}

export const PERCENTILE_WORDS = { exact: 'exact', within_1_percent: 'within 1 %' } as const

const MEASURE_FIELDS = { average: 'averageMs', p50: 'p50Ms', p95: 'p95Ms', p99: 'p99Ms' } as const

/** What results tell: how long, how well, how many, how parallel. */
export function makeResultCharts(
  view: MetricsView,
  { time, tokens }: { time: TimeMeasure; tokens: TokenMeasure },
): Chart[] {
  return [
    executionTime(view, time),
    successRate(view),
    errors(view),
    activity(view),
    integrationWait(view),
    concurrency(view),
    speedUp(view),
    tokensOf(view, tokens),
  ]
}

function executionTime({ agents, thresholds, percentiles }: MetricsView, measure: TimeMeasure): Chart {
  const field = MEASURE_FIELDS[measure]
  const limitMs = measure === 'average' ? thresholds.averageExecutionMs : null
  return {
    id: 'execution-time',
    title: TABLE_TITLES['execution-time'],
    about: `How long results took, by agent.${measure === 'average' ? '' : ` Percentiles are ${PERCENTILE_WORDS[percentiles]}.`}`,
    unit: 'duration',
    series: linesOfAgents(
      agents,
      (lines) => lines[field],
      (agent) => ({ value: agent[field], word: MEASURE_NAMES[measure].toLowerCase() }),
    ),
    threshold: limitMs === null ? null : { value: limitMs, side: 'over' },
  }
}

function successRate({ agents, successRate, totals, thresholds }: MetricsView): Chart {
  const limit = thresholds.successRate
  return {
    id: 'success-rate',
    title: TABLE_TITLES['success-rate'],
    about: 'Share of results that are successes, by agent.',
    unit: 'rate',
    series: [
      {
        ...line('success_rate.all', 'All agents', successRate, { value: totals.successRate, word: 'in all' }),
        look: ALL_LOOK,
      },
      ...linesOfAgents(
        agents,
        (lines) => lines.successRate,
        (agent) => ({ value: agent.successRate, word: 'in all' }),
      ),
    ],
    threshold: limit === null ? null : { value: limit, side: 'under' },
  }
}

const OUTCOME_NAMES = { error: 'Error', timeout: 'Timeout', interrupted: 'Interrupted' } as const

function errors({ errors }: MetricsView): Chart {
  const outcomes = ['error', 'timeout', 'interrupted'] as const
  return {
    id: 'errors',
    title: TABLE_TITLES.errors,
    about: 'Results that are no success, by how they ended.',
    unit: 'count',
    series: outcomes.map((outcome) => ({
      ...counted(`errors.${outcome}`, OUTCOME_NAMES[outcome], errors[outcome]),
      look: OUTCOME_LOOKS[outcome],
      mark: 'bar',
    })),
    threshold: null,
  }
}

function activity({ activity: { results, sessions } }: MetricsView): Chart {
  return {
    id: 'activity',
    title: TABLE_TITLES.activity,
    about: 'Results that ended, and sessions by when their last result ended.',
    unit: 'count',
    series: [
      { ...counted('activity.results', 'Results', results), look: lookOf(0), mark: 'bar' },
      { ...counted('activity.sessions', 'Sessions', sessions), look: { ...lookOf(1), dash: undefined } },
    ],
    threshold: null,
  }
}

function integrationWait({ integrationWait: { averageMs, longestMs }, totals }: MetricsView): Chart {
  return {
    id: 'integration-wait',
    title: TABLE_TITLES['integration-wait'],
    about: 'From the last result of a session to its integration.',
    unit: 'duration',
    series: [
      line('wait.average', 'Average', averageMs, { value: totals.integrationWaitMs, word: 'in all' }),
      { ...highest('wait.longest', 'Longest', longestMs), look: lookOf(1) },
    ],
    threshold: null,
  }
}

function concurrency({ concurrency: { average, peak } }: MetricsView): Chart {
  return {
    id: 'concurrency',
    title: TABLE_TITLES.concurrency,
    about: 'Agents that ran at the same time, of results whose time is known.',
    unit: 'agents',
    series: [
      highest('concurrency.average', 'Mean', average),
      { ...highest('concurrency.peak', 'Peak', peak), look: lookOf(1) },
    ],
    threshold: null,
  }
}

function speedUp({ speedUp, totals }: MetricsView): Chart {
  return {
    id: 'speed-up',
    title: TABLE_TITLES['speed-up'],
    about: 'The times of a session’s agents added up, over how long it took.',
    unit: 'factor',
    series: [line('speed_up.all', 'Speed-up', speedUp, { value: totals.speedUp, word: 'in all' })],
    threshold: null,
  }
}

function tokensOf({ agents, totals }: MetricsView, measure: TokenMeasure): Chart {
  const field = TOKEN_FIELDS[measure]
  const of = `Of ${formatQuantity(totals.tokens.results, 'result')} of ${formatCount(totals.results)}; the others do not say.`
  return {
    id: 'tokens',
    title: TABLE_TITLES.tokens,
    about: `${TOKEN_NAMES[measure]}, of results that ended, by agent. ${totals.tokens.results === totals.results ? '' : of}`,
    unit: 'count',
    series: linesOfAgents(
      agents,
      (lines) => lines.tokens?.[field] ?? null,
      (agent) => ({ value: agent.tokens[field], word: 'in all' }),
    ).map((series) => ({ ...series, mark: 'bar' })),
    threshold: null,
    empty:
      'Nothing in this time says how many tokens it took. Hooks that know write it into the metadata of results.',
  }
}

/** Hidden in one chart, an agent is hidden in all. An agent without lines, or without these, stands in the table alone. */
function linesOfAgents(
  agents: readonly AgentMetrics[],
  valuesOf: (lines: AgentLines) => Values | null,
  wholeOf: (agent: AgentMetrics) => Series['whole'],
): Series[] {
  return agents.flatMap((agent, nth) => {
    const values = agent.lines && valuesOf(agent.lines)
    if (values === null) return []
    return [{ ...line(`agent.${agent.agent}`, agent.agent, values, wholeOf(agent)), look: lookOf(nth) }]
  })
}
