import {
  type AlertEvidence,
  type AlertFacts,
  type AlertFactsQuery,
  UNKNOWN_EVIDENCE,
} from '#lib/model/alert.ts'
import { type AlertsConfig, windowLengths } from '#lib/model/alert-settings.ts'
import type { Snapshot } from '#lib/model/live.ts'
import type { Session } from '#lib/model/session.ts'

/** What of a monitor alerts are judged by. */
export type EvidenceSource = {
  snapshot(): Promise<Snapshot>
  alertFacts(query: AlertFactsQuery): Promise<AlertFacts>
  everySession(options: { finished: boolean }): Promise<Session[]>
}

/** The evidence of one moment. */
export async function readAlertEvidence(
  source: EvidenceSource,
  config: AlertsConfig,
  nowMs: number,
): Promise<AlertEvidence> {
  const [{ status, counts }, facts, live] = await Promise.all([
    source.snapshot(),
    source.alertFacts({
      nowMs,
      windowsMs: windowLengths(config),
      diskWindowMs: config.rules.disk_forecast.windowMs,
    }),
    source.everySession({ finished: false }),
  ])
  // What is not read yet is not missing.
  if (status.scan.phase !== 'ready') return UNKNOWN_EVIDENCE
  const active = live.filter(({ state }) => state === 'active')
  return {
    ...facts,
    resultsBytes: facts.resultsBytes ?? status.scan.sizeBytes,
    staleSessions: counts.stale,
    activeSessions: active.length,
    sessionActiveSinceMs: earliest(active.map(({ startedAtMs }) => startedAtMs)),
    lastCaptureAtMs: latest([facts.lastResultAtMs, ...live.map(({ lastActivityAtMs }) => lastActivityAtMs)]),
    // The journal tells it, which is none of what a monitor reads.
    jobFailures: null,
  }
}

const earliest = (timesMs: readonly number[]): number | null =>
  timesMs.length === 0 ? null : Math.min(...timesMs)

function latest(times: readonly (number | 'never')[]): number | 'never' {
  const known = times.filter((time) => time !== 'never')
  return known.length === 0 ? 'never' : Math.max(...known)
}
