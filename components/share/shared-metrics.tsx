import { ChartNoAxesColumn } from 'lucide-react'
import type { SharedMetrics as Shared } from '#lib/model/share.ts'
import { MetricsCharts } from '../performance/metrics-charts.tsx'
import { EmptyState } from '../ui/empty-state.tsx'

/** The numbers and charts of a view that somebody shares; nothing in them leads anywhere. */
export function SharedMetrics({ shared: { view, show } }: { shared: Shared }) {
  return (
    <MetricsCharts
      view={view}
      shown={{ slowestSessions: true, frequentErrors: true, projects: show.projects }}
      linkSessions={false}
      empty={
        <div className="panel">
          <EmptyState icon={ChartNoAxesColumn} title="No results in this time">
            They appear here as soon as there are any.
          </EmptyState>
        </div>
      }
    />
  )
}
