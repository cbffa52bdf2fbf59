import { formatCount, formatQuantity } from '#lib/format/number.ts'
import type { ScanState, SessionCounts } from '#lib/model/live.ts'

export type StatusFacts = { counts: SessionCounts; failedLately: number; scan: ScanState }

/** The answer to "is everything all right?" in one sentence. */
export function statusSentence({ counts, failedLately, scan }: StatusFacts): string {
  const sessions = counts.active + counts.stale + counts.failed + counts.completed
  if (sessions === 0) return scan.phase === 'scanning' ? 'Reading the home…' : 'No sessions yet.'
  const active =
    counts.active === 0
      ? 'nothing is running'
      : `${formatQuantity(counts.active, 'session is', 'sessions are')} running`
  const needs = [
    counts.stale === 0 ? null : `${formatCount(counts.stale)} stale`,
    failedLately === 0 ? null : `${formatCount(failedLately)} failed in the last 24 hours`,
  ].filter((part) => part !== null)
  if (needs.length === 0) return `All is well: ${active}.`
  const one = counts.stale + failedLately === 1
  return `${needs.join(' and ')} ${one ? 'needs' : 'need'} attention; ${active}.`
}
