import { formatCount, formatQuantity } from '#lib/format/number.ts'
import type { ScanState, SessionCounts } from '#lib/model/live.ts'

export type StatusFacts = {
  counts: SessionCounts
  /** Active sessions that wait for an agent that hangs. */
  silent: number
  failedLately: number
  /** Files with a problem that no session stands for. */
  strays: number
  /** Raised, and not muted. */
  alerts: number
  scan: ScanState
}

/** The answer to "is everything all right?" in one sentence. */
export function statusSentence({ counts, silent, failedLately, strays, alerts, scan }: StatusFacts): string {
  const sessions = counts.active + counts.stale + counts.failed + counts.completed
  if (sessions + strays + alerts === 0)
    return scan.phase === 'scanning' ? 'Reading the home…' : 'No sessions yet.'
  const active =
    counts.active === 0
      ? 'nothing is running'
      : `${formatQuantity(counts.active, 'session is', 'sessions are')} running`
  const needs = [
    counts.stale === 0 ? null : `${formatCount(counts.stale)} stale`,
    silent === 0 ? null : `${formatCount(silent)} waiting for a silent agent`,
    failedLately === 0 ? null : `${formatCount(failedLately)} failed in the last 24 hours`,
    strays === 0 ? null : formatQuantity(strays, 'broken file'),
    alerts === 0 ? null : formatQuantity(alerts, 'raised alert'),
  ].filter((part) => part !== null)
  if (needs.length === 0) return `All is well: ${active}.`
  const one = counts.stale + silent + failedLately + strays + alerts === 1
  return `${listed(needs)} ${one ? 'needs' : 'need'} attention; ${active}.`
}

/** "a", "a and b", "a, b and c". */
function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? ''
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`
}
