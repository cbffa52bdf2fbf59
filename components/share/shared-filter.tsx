import { formatDuration } from '#lib/format/duration.ts'
import type { SharedMetrics } from '#lib/model/share.ts'
import { Time } from '../live/time.tsx'

/** Of when the numbers are, and that they are of some projects where it is not said of which. */
export function SharedFilter({ shared: { view, filteredByProject } }: { shared: SharedMetrics }) {
  const { range, filter } = view
  return (
    <p className="text-muted">
      {range.live ? (
        <>The last {formatDuration(range.untilMs - range.fromMs)}, up to now</>
      ) : (
        <>
          From <Time atMs={range.fromMs} /> to <Time atMs={range.untilMs} />
        </>
      )}
      {filter.projects.length === 0 && filteredByProject && <>; of some projects only</>}.
    </p>
  )
}
