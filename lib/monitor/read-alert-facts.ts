import type { ResultHistory } from '#lib/history/result-history.ts'
import type { ResultColumns } from '#lib/metrics/result-columns.ts'
import { lastResultAt, tallyResults } from '#lib/metrics/tally-results.ts'
import type { AlertFacts, AlertFactsQuery } from '#lib/model/alert.ts'
import type { ResourceSample } from '#lib/model/metrics-counters.ts'
import { readAgentProcesses } from './read-agent-processes.ts'

const DAY_MS = 86_400_000
/** Of a longer time without a sample nothing is known. */
const GAP_MS = 5 * 60_000

/** What the results of all time and the samples of the machine say to alerts. */
export function readAlertFacts(
  { samples }: ResultHistory,
  columns: ResultColumns,
  { nowMs, windowsMs, diskWindowMs }: AlertFactsQuery,
): AlertFacts {
  const taken = samples.since(nowMs - Math.max(diskWindowMs, DAY_MS)).filter(({ atMs }) => atMs <= nowMs)
  const disk = taken.flatMap(({ atMs, diskFreeBytes }) =>
    diskFreeBytes === null || atMs < nowMs - diskWindowMs ? [] : [{ atMs, freeBytes: diskFreeBytes }],
  )
  const agentProcesses = readAgentProcesses()?.length ?? null
  return {
    windows: windowsMs.map((windowMs) => tallyResults(columns, windowMs, nowMs)),
    lastResultAtMs: lastResultAt(columns, nowMs),
    resultsBytes: samples.latest()?.resultsBytes ?? null,
    disk: disk.length === 0 ? null : disk,
    agentProcesses,
    agentsSinceMs: agentProcesses === null || agentProcesses === 0 ? null : agentsSince(taken, nowMs),
  }
}

/** Since when agents have been running without a break, as far as it was seen. */
export function agentsSince(samples: readonly ResourceSample[], nowMs: number): number {
  let sinceMs = nowMs
  for (const { atMs, agentsMemoryBytes } of samples.toReversed()) {
    if (!agentsMemoryBytes || sinceMs - atMs > GAP_MS) break
    sinceMs = atMs
  }
  return sinceMs
}
