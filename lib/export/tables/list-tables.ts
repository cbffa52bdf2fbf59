import { TOKEN_KINDS, type TokenTotals } from '#lib/model/agent-work.ts'
import type { AgentMetrics, MetricsTotals, MetricsView } from '#lib/model/metrics-view.ts'
import { type Cell, type Column, column, type Table } from './table.ts'

const TIME_COLUMNS: readonly Column[] = [
  column('Average', 'ms'),
  column('p50', 'ms'),
  column('p95', 'ms'),
  column('p99', 'ms'),
]

const TOKEN_COLUMNS: readonly Column[] = [
  column('Input tokens', 'count'),
  column('Output tokens', 'count'),
  column('Cache read tokens', 'count'),
  column('Cache write tokens', 'count'),
]

const tokensRow = (tokens: TokenTotals): Cell[] => TOKEN_KINDS.map((kind) => tokens[kind])

/** The range in one row, and the period before it in another, where that was asked for. */
export function totalsTable({ range, totals, before }: MetricsView): Table {
  const lengthMs = range.untilMs - range.fromMs
  return {
    columns: [
      column('From', 'time'),
      column('Until', 'time'),
      column('Results', 'count'),
      column('Unreadable', 'count'),
      column('Sessions', 'count'),
      column('Success rate', 'rate'),
      ...TIME_COLUMNS,
      column('Timed results', 'count'),
      column('Speed-up', 'factor'),
      column('Most agents at once', 'count'),
      column('Wait for integration', 'ms'),
      column('Integrated sessions', 'count'),
      ...TOKEN_COLUMNS,
      column('Results with tokens', 'count'),
    ],
    rows: [
      totalsRow(range.fromMs, range.untilMs, totals),
      ...(before ? [totalsRow(range.fromMs - lengthMs, range.fromMs, before)] : []),
    ],
  }
}

function totalsRow(fromMs: number, untilMs: number, totals: MetricsTotals): Cell[] {
  const { results, unreadable, sessions, successRate, averageMs, p50Ms, p95Ms, p99Ms } = totals
  const { timed, speedUp, peakConcurrency, integrationWaitMs, integrated, tokens } = totals
  return [
    ...[fromMs, untilMs, results, unreadable, sessions, successRate, averageMs, p50Ms, p95Ms, p99Ms],
    ...[timed, speedUp, peakConcurrency, integrationWaitMs, integrated],
    ...tokensRow(tokens),
    tokens.results,
  ]
}

export function agentsTable({ agents }: MetricsView): Table {
  return {
    columns: [
      column('Agent', 'text'),
      column('Results', 'count'),
      column('Timed results', 'count'),
      column('Success rate', 'rate'),
      ...TIME_COLUMNS,
      ...TOKEN_COLUMNS,
    ],
    rows: agents.map(({ agent, results, timed, successRate, averageMs, p50Ms, p95Ms, p99Ms, tokens }) => [
      ...[agent, results, timed, successRate, averageMs, p50Ms, p95Ms, p99Ms],
      ...tokensRow(tokens),
    ]),
  }
}

/** One row for each agent and bucket, of the agents that have lines. */
export function agentTimesTable({ agents, range: { startsMs } }: MetricsView): Table {
  return {
    columns: [
      column('Time', 'time'),
      column('Agent', 'text'),
      ...TIME_COLUMNS,
      column('Success rate', 'rate'),
    ],
    rows: agents.flatMap((agent) => agentTimesRows(agent, startsMs)),
  }
}

function agentTimesRows({ agent, lines }: AgentMetrics, startsMs: readonly number[]): Cell[][] {
  if (lines === null) return []
  const { averageMs, p50Ms, p95Ms, p99Ms, successRate } = lines
  return startsMs.map((startMs, at) => [
    startMs,
    agent,
    ...[averageMs, p50Ms, p95Ms, p99Ms, successRate].map((values) => values[at] ?? null),
  ])
}

/** One row for each agent and bucket, of the agents that have lines and say what they cost. */
export function agentTokensTable({ agents, range: { startsMs } }: MetricsView): Table {
  return {
    columns: [column('Time', 'time'), column('Agent', 'text'), ...TOKEN_COLUMNS],
    rows: agents.flatMap(({ agent, lines }) => {
      const tokens = lines?.tokens ?? null
      if (tokens === null) return []
      return startsMs.map((startMs, at) => [
        startMs,
        agent,
        ...TOKEN_KINDS.map((kind) => tokens[kind][at] ?? null),
      ])
    }),
  }
}

export function sessionsTable({ slowestSessions }: MetricsView): Table {
  return {
    columns: [
      column('Session', 'text'),
      column('Duration', 'ms'),
      column('Ended', 'time'),
      column('Results', 'count'),
      column('Errors', 'count'),
    ],
    rows: slowestSessions.map(({ id, durationMs, endedAtMs, results, errors }) => [
      ...[id, durationMs, endedAtMs, results, errors],
    ]),
  }
}

export function errorsTable({ frequentErrors }: MetricsView): Table {
  return {
    columns: [
      column('Error', 'text'),
      column('Count', 'count'),
      column('Last seen', 'time'),
      column('Session', 'text'),
      column('Agents', 'text'),
    ],
    rows: frequentErrors.map(({ text, count, lastAtMs, sessionId, agents }) => [
      ...[text, count, lastAtMs, sessionId],
      agents.join(', '),
    ]),
  }
}
