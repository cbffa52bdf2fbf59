import type { MetricsExport } from '#lib/model/export-contract.ts'
import type { SessionCounts } from '#lib/model/live.ts'
import type { MetricsView } from '#lib/model/metrics-view.ts'

/** The metrics for a script: the names of the original guide first, then the whole view. */
export function makeMetricsExport(view: MetricsView, sessions: SessionCounts): MetricsExport {
  return {
    timestamp: new Date(view.generatedAtMs).toISOString(),
    active_sessions: sessions.active,
    success_rate: view.totals.successRate,
    avg_execution_time: view.totals.averageMs,
    view,
  }
}
