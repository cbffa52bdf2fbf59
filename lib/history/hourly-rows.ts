import type { DatabaseSync } from 'node:sqlite'
import { type AgentUsage, TOKEN_KINDS } from '#lib/model/agent-work.ts'
import { EXECUTION_BOUNDS_MS, type ExecutionCounter } from '#lib/model/metrics-counters.ts'
import { MEASURED_OUTCOMES, type MeasuredOutcome, UNNAMED_AGENT } from '#lib/model/metrics-query.ts'
import type { RunOutcome } from '#lib/model/run.ts'
import { TOKEN_COLUMNS } from './metrics-schema.ts'

const HOUR_MS = 3_600_000

export type CountedResult = {
  agent: string | null
  outcome: RunOutcome
  endedAtMs: number
  executionMs: number | null
  usage: AgentUsage | null
}

/** Results by hour, agent and outcome. Nothing is ever taken back: counters that shrink look like a restart. */
export type HourlyRows = {
  /** Counts a result that could be read for the first time. */
  count(result: CountedResult): void
  /** Sums over all hours, by agent and outcome. */
  totals(): ExecutionCounter[]
}

export function hourlyRows(db: DatabaseSync): HourlyRows {
  const select = db.prepare('SELECT bins FROM hourly WHERE hour_ms = ? AND agent = ? AND outcome = ?')
  const put = db.prepare(`
    INSERT INTO hourly (hour_ms, agent, outcome, results, timed, total_ms, bins, ${TOKEN_COLUMNS.join(', ')})
    VALUES (?, ?, ?, 1, ?, ?, ?, ${TOKEN_COLUMNS.map(() => '?').join(', ')})
    ON CONFLICT DO UPDATE SET results = results + 1, timed = timed + excluded.timed,
      total_ms = total_ms + excluded.total_ms, bins = excluded.bins, ${TOKEN_COLUMNS.map(addKnown).join(', ')}`)
  const all = db.prepare(
    `SELECT agent, outcome, results, timed, total_ms, bins, ${TOKEN_COLUMNS.join(', ')} FROM hourly`,
  )
  return {
    count({ agent, outcome, endedAtMs, executionMs, usage }) {
      if (!isMeasured(outcome)) return
      const key = [Math.floor(endedAtMs / HOUR_MS) * HOUR_MS, agent ?? UNNAMED_AGENT, outcome] as const
      const bins = binsOf(select.get(...key)?.bins)
      if (executionMs !== null) add(bins, binOf(executionMs), 1)
      const tokens = TOKEN_KINDS.map((kind) => usage?.[kind] ?? null)
      put.run(...key, executionMs === null ? 0 : 1, executionMs ?? 0, JSON.stringify(bins), ...tokens)
    },
    totals() {
      const counters = new Map<string, ExecutionCounter>()
      for (const row of all.iterate()) addRow(counters, row)
      return [...counters.values()]
    },
  }
}

/** What is unknown adds nothing, and unknown with unknown stays so. */
const addKnown = (column: string): string =>
  `${column} = CASE WHEN excluded.${column} IS NULL THEN ${column}
    ELSE coalesce(${column}, 0) + excluded.${column} END`

function addRow(counters: Map<string, ExecutionCounter>, row: Record<string, unknown>): void {
  const agent = String(row.agent)
  const outcome = String(row.outcome)
  if (!isMeasured(outcome)) return
  const key = `${outcome} ${agent}`
  const counter = counters.get(key) ?? {
    agent,
    outcome,
    results: 0,
    timed: 0,
    totalMs: 0,
    counts: binsOf(null),
    tokens: { inputTokens: null, outputTokens: null, cacheReadTokens: null, cacheWriteTokens: null },
  }
  counters.set(key, counter)
  counter.results += Number(row.results)
  counter.timed += Number(row.timed)
  counter.totalMs += Number(row.total_ms)
  TOKEN_KINDS.forEach((kind, at) => {
    const tokens = row[TOKEN_COLUMNS[at] ?? '']
    if (typeof tokens === 'number') counter.tokens[kind] = (counter.tokens[kind] ?? 0) + tokens
  })
  binsOf(row.bins).forEach((count, at) => {
    add(counter.counts, at, count)
  })
}

const isMeasured = (outcome: string): outcome is MeasuredOutcome =>
  (MEASURED_OUTCOMES as readonly string[]).includes(outcome)

/** Bins as they are stored; all zero where nothing is. */
function binsOf(text: unknown): number[] {
  return typeof text === 'string' ? JSON.parse(text) : [...EXECUTION_BOUNDS_MS, 0].map(() => 0)
}

function binOf(executionMs: number): number {
  const bin = EXECUTION_BOUNDS_MS.findIndex((bound) => executionMs <= bound)
  return bin === -1 ? EXECUTION_BOUNDS_MS.length : bin
}

function add(counts: number[], at: number, count: number): void {
  counts[at] = (counts[at] ?? 0) + count
}
