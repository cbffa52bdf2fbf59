import {
  EXECUTION_BOUNDS_MS,
  type ExecutionCounter,
  type MetricsCounters,
} from '#lib/model/metrics-counters.ts'

/** Three results of one agent, two of them timed, one beyond all bounds; except where `fields` say otherwise. */
export function makeExecution(fields: Partial<ExecutionCounter> = {}): ExecutionCounter {
  const counts = [...EXECUTION_BOUNDS_MS, 0].map((bound) => Number(bound === 2500 || bound === 0))
  return {
    agent: 'krukai-optimizer',
    outcome: 'success',
    results: 3,
    timed: 2,
    totalMs: 4_001_500,
    counts,
    tokens: { inputTokens: 12_000, outputTokens: 345, cacheReadTokens: 90_000, cacheWriteTokens: 5000 },
    ...fields,
  }
}

export function makeCounters(fields: Partial<MetricsCounters> = {}): MetricsCounters {
  return {
    executions: [makeExecution()],
    sessions: { active: 1, stale: 0, failed: 2, completed: 30 },
    missedChanges: 0,
    sample: {
      atMs: 1_764_000_000_500,
      resultsBytes: 1_234_567,
      diskFreeBytes: 5e10,
      inodesFree: 1_000_000,
      memoryAvailableBytes: 8e9,
      agentsMemoryBytes: 0,
      monitorMemoryBytes: 12e7,
    },
    ...fields,
  }
}
