import { measureResults } from '#lib/metrics/measure-results.ts'
import { createResultColumns, putResult } from '#lib/metrics/result-columns.ts'
import type { AgentUsage } from '#lib/model/agent-work.ts'
import type { MeasuredOutcome, MetricsQuery } from '#lib/model/metrics-query.ts'
import type { MetricsView, ResourceMetrics } from '#lib/model/metrics-view.ts'

export const VIEW_UNTIL_MS = Date.UTC(2026, 10, 30, 12)

export type GivenResult = {
  agent: string
  minutesAgo: number
  executionMs: number | null
  outcome?: MeasuredOutcome
  sessionId?: string
  project?: string
  error?: string
  usage?: Partial<AgentUsage>
}

const NO_USAGE: AgentUsage = {
  model: null,
  inputTokens: null,
  outputTokens: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  toolCalls: null,
}

/** The metrics of these results within the hour before `VIEW_UNTIL_MS`, as they are really measured. */
export function makeMetricsView(
  given: readonly GivenResult[],
  query: Partial<MetricsQuery> = {},
  resources: Partial<ResourceMetrics> = {},
): MetricsView {
  const columns = createResultColumns()
  given.forEach(
    (
      { minutesAgo, sessionId = 's', project = null, outcome = 'success', error = null, usage, ...of },
      nth,
    ) => {
      const endedAtMs = VIEW_UNTIL_MS - minutesAgo * 60_000
      const all = usage === undefined ? null : { ...NO_USAGE, ...usage }
      putResult(columns, { id: nth + 1, sessionId, project, outcome, error, endedAtMs, usage: all, ...of })
    },
  )
  const view = measureResults(columns, {
    fromMs: VIEW_UNTIL_MS - 3_600_000,
    untilMs: VIEW_UNTIL_MS,
    agents: [],
    projects: [],
    outcomes: [],
    live: false,
    compare: false,
    ...query,
  })
  const nothing = view.range.startsMs.map(() => null)
  return {
    ...view,
    generatedAtMs: VIEW_UNTIL_MS,
    reading: null,
    heatMap: { ...view.heatMap, timeZone: 'UTC' },
    resources: {
      resultsBytes: nothing,
      diskFreeBytes: nothing,
      inodesFree: nothing,
      memoryAvailableBytes: nothing,
      agentsMemoryBytes: nothing,
      monitorMemoryBytes: nothing,
      ...resources,
    },
    thresholds: { averageExecutionMs: 30_000, successRate: 0.9, resultsDirectoryBytes: null },
  }
}
