import { formatDuration } from '#lib/format/duration.ts'
import { printable } from '#lib/format/printable.ts'
import type { SharedMetrics } from '#lib/model/share.ts'
import { Time } from '../live/time.tsx'

/** Which results are counted. Names of projects stand here only where they are shared; that there is a filter always does. */
export function SharedFilter({ shared: { view, filteredByProject } }: { shared: SharedMetrics }) {
  const { range, filter } = view
  const { agents, projects, outcomes } = filter
  return (
    <p className="text-muted">
      {range.live ? (
        <>The last {formatDuration(range.untilMs - range.fromMs)}, up to now</>
      ) : (
        <>
          From <Time atMs={range.fromMs} /> to <Time atMs={range.untilMs} />
        </>
      )}
      {agents.length > 0 && <>; agents: {agents.map(printable).join(', ')}</>}
      {outcomes.length > 0 && <>; ended as: {outcomes.join(', ')}</>}
      {projects.length > 0 && <>; projects: {projects.map(printable).join(', ')}</>}
      {projects.length === 0 && filteredByProject && <>; filtered by project</>}.
    </p>
  )
}
