import type { MetricsFilter } from '#lib/model/metrics-query.ts'
import type { MetricsBuckets, MetricsView } from '#lib/model/metrics-view.ts'
import { bucketOf } from './make-buckets.ts'
import { ratio, ratios } from './numbers.ts'
import { NONE, type ResultColumns } from './result-columns.ts'
import type { Matcher } from './select-results.ts'

export type Waits = MetricsView['integrationWait'] & { integrated: number; totalAverageMs: number | null }

/**
 * How long sessions waited for their integration: from their last result to when they were integrated last, by when that
 * was. A session whose result came after its integration did not wait.
 */
export function measureWaits(
  columns: ResultColumns,
  matches: Matcher,
  filter: MetricsFilter,
  buckets: MetricsBuckets,
): Waits {
  const { fromMs, untilMs, startsMs } = buckets
  const wanted = isOpen(filter) ? null : sessionsThatMatch(columns, matches)
  const zeros = (): number[] => new Array<number>(startsMs.length).fill(0)
  const [counts, sumsMs] = [zeros(), zeros()]
  const longestMs = new Array<number | null>(startsMs.length).fill(null)
  let integrated = 0
  let totalMs = 0
  for (let session = 0; session < columns.integratedAtMs.length; session += 1) {
    const atMs = columns.integratedAtMs[session] ?? Number.NaN
    const waitMs = atMs - (columns.lastEndMs[session] ?? Number.NaN)
    if (!(atMs >= fromMs && atMs < untilMs && waitMs >= 0)) continue
    if (wanted !== null && wanted[session] !== 1) continue
    const bucket = bucketOf(buckets, atMs)
    counts[bucket] = (counts[bucket] ?? 0) + 1
    sumsMs[bucket] = (sumsMs[bucket] ?? 0) + waitMs
    longestMs[bucket] = Math.max(longestMs[bucket] ?? 0, waitMs)
    integrated += 1
    totalMs += waitMs
  }
  return {
    averageMs: ratios(sumsMs, counts),
    longestMs,
    integrated,
    totalAverageMs: ratio(totalMs, integrated),
  }
}

const isOpen = ({ agents, projects, outcomes }: MetricsFilter): boolean =>
  agents.length + projects.length + outcomes.length === 0

/** Sessions with a result that the filter leaves, whenever it ended. */
function sessionsThatMatch(columns: ResultColumns, matches: Matcher): Uint8Array {
  const wanted = new Uint8Array(columns.sessions.count())
  for (let at = 0; at < columns.length; at += 1) {
    const session = columns.session[at] ?? NONE
    if (session !== NONE && matches(at)) wanted[session] = 1
  }
  return wanted
}
