import { formatAge } from '#lib/format/duration.ts'
import type { HealthCheck } from '#lib/model/health.ts'
import type { HealthEvidence } from '#lib/model/health-evidence.ts'
import { finding, fine, fromIssues, issuesOf } from './make-check.ts'

/** Clocks of two machines that share a disk may differ by as much. */
const TOLERANCE_MS = 5 * 60_000
/** No clock that is right says less: this program did not exist before. */
const EARLIEST_MS = Date.UTC(2026, 0, 1)

/**
 * Whether the clock can be right: what was written already cannot be from the future. The file system's own clock shows
 * in the times of what this program wrote; one that is behind does not, since looking writes nothing.
 */
export function checkClock({
  issues,
  ownFiles,
  nowMs,
}: Pick<HealthEvidence, 'issues' | 'ownFiles' | 'nowMs'>): HealthCheck {
  const now = `It is ${new Date(nowMs).toISOString()} by this machine.`
  const ahead = (ownFiles ?? []).filter(({ modifiedAtMs }) => modifiedAtMs > nowMs + TOLERANCE_MS)
  if (ahead.length > 0 || nowMs < EARLIEST_MS)
    return finding({
      id: 'clock',
      result: 'warning',
      summary: 'The clock of this machine went back, or that of the file system is ahead of it.',
      evidence: [
        now,
        ...ahead.map(
          ({ name, modifiedAtMs }) => `monitor/${name} changed last ${formatAge(modifiedAtMs, nowMs)}.`,
        ),
      ],
      advice: 'Set the clock right, by NTP say: ages, retention and alerts go by it.',
    })
  return (
    fromIssues('clock', issuesOf(issues, 'future_time')) ??
    fine('clock', 'Nothing is from the future.', [now])
  )
}
