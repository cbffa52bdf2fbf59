import { formatBytes } from '#lib/format/bytes.ts'
import { formatAge } from '#lib/format/duration.ts'
import { formatQuantity } from '#lib/format/number.ts'
import type { HealthCheck } from '#lib/model/health.ts'
import type { HealthEvidence } from '#lib/model/health-evidence.ts'
import { finding, fine } from './make-check.ts'

type Evidence = Pick<
  HealthEvidence,
  'status' | 'sweepIntervalMs' | 'ownFiles' | 'memoryBytes' | 'dashboardUrl' | 'nowMs'
>

/** A sweep that takes its time is no fault; one that did not come for so many of its intervals is. */
const SWEEPS_MISSED = 5
const LEAST_OVERDUE_MS = 5 * 60_000
/** Ten times what a hundred thousand results take. */
const MEMORY_LIMIT_BYTES = 2e9

/** How the monitor itself is doing: what it last read and when, how it hears of changes, where it keeps what it knows. */
export function checkMonitor(evidence: Evidence): HealthCheck {
  const { status, memoryBytes, nowMs } = evidence
  const { scan, watch, historyNotice } = status
  const setAside = (evidence.ownFiles ?? []).filter(({ name }) => name.includes('.set-aside-'))
  const faults = [
    ...(watch.mode === 'polling' ? [`Changes are not reported, so it polls: ${watch.reason}`] : []),
    // A command leaves the history to the dashboard, or to whoever else has it just then.
    ...(historyNotice === null || evidence.sweepIntervalMs === null ? [] : [historyNotice]),
    ...(isOverdue(evidence) ? [`The last look at everything was ${scanAge(evidence)}.`] : []),
    ...(memoryBytes > MEMORY_LIMIT_BYTES ? [`It uses ${formatBytes(memoryBytes)} of memory.`] : []),
    ...setAside.map(
      ({ name, modifiedAtMs }) =>
        `monitor/${name}: a database that was broken, from ${formatAge(modifiedAtMs, nowMs)}.`,
    ),
  ]
  const lines = linesOf(evidence)
  if (faults.length > 0)
    return finding({
      id: 'monitor',
      result: 'warning',
      summary: `${formatQuantity(faults.length, 'thing')} to know of the monitor itself.`,
      evidence: [...faults, ...lines],
      advice:
        'Start the dashboard anew where it hangs or uses too much. Databases that were set aside may be deleted once nobody misses anything.',
    })
  if (scan.finishedAtMs === null)
    return finding({
      id: 'monitor',
      result: 'unknown',
      summary: 'The first scan has not ended: what it did not find yet may come.',
      evidence: lines,
      advice: 'Look again in a while.',
    })
  return fine('monitor', 'It sees everything, and keeps it.', lines)
}

function isOverdue({ status: { scan }, sweepIntervalMs, nowMs }: Evidence): boolean {
  if (sweepIntervalMs === null || scan.finishedAtMs === null) return false
  return nowMs - scan.finishedAtMs > Math.max(LEAST_OVERDUE_MS, SWEEPS_MISSED * sweepIntervalMs)
}

const scanAge = ({ status: { scan }, nowMs }: Evidence): string =>
  scan.finishedAtMs === null ? 'never' : formatAge(scan.finishedAtMs, nowMs)

const missedWords = (count: number): string =>
  count === 0 ? 'none was missed' : `${formatQuantity(count, 'change')} missed, and found by a sweep`

function linesOf(evidence: Evidence): string[] {
  const { status, sweepIntervalMs, ownFiles, memoryBytes, dashboardUrl } = evidence
  const databases = (ownFiles ?? []).filter(({ name }) => name.endsWith('.db'))
  const kept = databases.map(({ name, sizeBytes }) => `${name} ${formatBytes(sizeBytes)}`).join(', ')
  return [
    `${formatQuantity(status.scan.files, 'file')} read, the last time ${scanAge(evidence)}.`,
    sweepIntervalMs === null
      ? 'Looked at once, by a command.'
      : `It hears of changes by ${status.watch.mode === 'events' ? 'events' : 'polling'}; ${missedWords(status.missedChanges)}.`,
    dashboardUrl === null
      ? 'No dashboard says that it runs.'
      : `A dashboard says that it runs: ${dashboardUrl}`,
    ...(sweepIntervalMs === null && status.historyNotice !== null ? [status.historyNotice] : []),
    ...(ownFiles === null ? ['What it keeps in monitor/ cannot be listed.'] : []),
    ...(kept === '' ? [] : [`Kept: ${kept}.`]),
    `${formatBytes(memoryBytes)} of memory.`,
  ]
}
