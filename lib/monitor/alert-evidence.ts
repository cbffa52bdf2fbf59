import {
  type AlertEvidence,
  type DiskSample,
  type ResultTally,
  type ResultWindow,
  UNKNOWN_EVIDENCE,
} from '#lib/model/alert.ts'
import { type AlertsConfig, windowLengths } from '#lib/model/alert-settings.ts'
import type { Snapshot } from '#lib/model/live.ts'
import type { MetricsCounters } from '#lib/model/metrics-counters.ts'
import type { MetricsQuery } from '#lib/model/metrics-query.ts'
import type { AgentMetrics, MetricsTotals, MetricsView } from '#lib/model/metrics-view.ts'
import type { Session } from '#lib/model/session.ts'

/** What of a monitor alerts are judged by. */
export type EvidenceSource = {
  snapshot(): Promise<Snapshot>
  metrics(query: MetricsQuery): Promise<MetricsView>
  counters(): Promise<MetricsCounters>
  everySession(options: { finished: boolean }): Promise<Session[]>
}

/** Reads the evidence of one moment. It remembers samples of the disk, and since when agents run. */
export function createEvidenceReader(
  source: EvidenceSource,
  config: AlertsConfig,
): (nowMs: number) => Promise<AlertEvidence> {
  const disk: DiskSample[] = []
  let agentsSinceMs: number | null = null
  return async (nowMs) => {
    const [{ status, counts }, { sample }, live] = await Promise.all([
      source.snapshot(),
      source.counters(),
      source.everySession({ finished: false }),
    ])
    // What is not read yet is not missing.
    if (status.scan.phase !== 'ready') return UNKNOWN_EVIDENCE
    keepSample(disk, sample, config.rules.disk_forecast.windowMs)
    const agentProcesses = agentsOf(sample)
    if (agentProcesses === 0) agentsSinceMs = null
    else if (agentProcesses !== null) agentsSinceMs ??= nowMs
    const lastResultAtMs = await readLastResult(source, config, nowMs)
    const active = live.filter(({ state }) => state === 'active')
    return {
      windows: await Promise.all(
        windowLengths(config).map((windowMs) => readWindow(source, windowMs, nowMs)),
      ),
      resultsBytes: sample?.resultsBytes ?? status.scan.sizeBytes,
      staleSessions: counts.stale,
      activeSessions: active.length,
      sessionActiveSinceMs: earliest(active.map(({ startedAtMs }) => startedAtMs)),
      lastResultAtMs,
      disk: sample?.diskFreeBytes == null && disk.length === 0 ? null : [...disk],
      agentProcesses,
      agentsSinceMs,
      lastCaptureAtMs: Math.max(lastResultAtMs, ...live.map(({ lastActivityAtMs }) => lastActivityAtMs)),
    }
  }
}

const earliest = (timesMs: readonly number[]): number | null =>
  timesMs.length === 0 ? null : Math.min(...timesMs)

/** The sample says how much memory they take, not how many they are. */
function agentsOf(sample: MetricsCounters['sample']): number | null {
  if (sample === null || sample.agentsMemoryBytes === null) return null
  return sample.agentsMemoryBytes > 0 ? 1 : 0
}

/** A sample is seen several times until the next is there. */
function keepSample(disk: DiskSample[], sample: MetricsCounters['sample'], windowMs: number): void {
  if (sample === null || sample.diskFreeBytes === null) return
  const last = disk.at(-1)
  // Of a clock that was set back, what was seen later is of no use.
  if (last !== undefined && sample.atMs < last.atMs) disk.length = 0
  if (sample.atMs !== last?.atMs) disk.push({ atMs: sample.atMs, freeBytes: sample.diskFreeBytes })
  while ((disk[0]?.atMs ?? Number.POSITIVE_INFINITY) <= sample.atMs - windowMs) disk.shift()
}

const WHOLE = { agents: [], projects: [], outcomes: [], compare: false, live: false } as const

async function readWindow(source: EvidenceSource, windowMs: number, nowMs: number): Promise<ResultWindow> {
  const view = await source.metrics({ ...WHOLE, fromMs: nowMs - windowMs, untilMs: nowMs })
  return {
    windowMs,
    overall: tallyOf(view.totals),
    agents: view.agents.map((metrics) => ({ agent: metrics.agent, ...tallyOf(metrics) })),
  }
}

function tallyOf({
  results,
  successRate,
  averageMs,
  timed,
}: Pick<MetricsTotals & AgentMetrics, 'results' | 'successRate' | 'averageMs' | 'timed'>): ResultTally {
  const errors = successRate === null ? 0 : results - Math.round(successRate * results)
  return { results, errors, averageMs, timed }
}

/**
 * When the last result arrived, to the length of a bucket, and never too early, so that no silence is made longer than
 * it was. Where none arrived for twice as long as any rule asks for, the beginning of that time.
 */
async function readLastResult(source: EvidenceSource, config: AlertsConfig, nowMs: number): Promise<number> {
  const { no_results, hook_silent } = config.rules
  const fromMs = nowMs - 2 * Math.max(no_results.threshold, hook_silent.threshold, 60_000)
  const { activity, range } = await source.metrics({ ...WHOLE, fromMs, untilMs: nowMs })
  const last = activity.results.findLastIndex((results) => results > 0)
  return last === -1 ? fromMs : Math.min(nowMs, range.startsMs[last + 1] ?? nowMs)
}
