import type { SharedMetrics as Shared } from '#lib/model/share.ts'
import { AgentTable } from './agent-table.tsx'
import { MetricTiles } from './metric-tiles.tsx'
import { SharedErrors } from './shared-errors.tsx'
import { SharedSessions } from './shared-sessions.tsx'

/** The numbers of a view that somebody shares. */
export function SharedMetrics({ shared: { view, show } }: { shared: Shared }) {
  return (
    <>
      <MetricTiles totals={view.totals} before={view.before} />
      {/* The charts of the Performance page stand here. */}
      <AgentTable view={view} />
      <SharedSessions sessions={view.slowestSessions} named={show.sessionIds} />
      <SharedErrors errors={view.frequentErrors} show={show} />
    </>
  )
}
