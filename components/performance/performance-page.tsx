'use client'

import { Unplug } from 'lucide-react'
import { useSearchParams } from 'next/navigation'
import { useQueryStates } from 'nuqs'
import { type InitialMetrics, useMetrics } from '../live/use-metrics.ts'
import { ShareButton } from '../share/share-button.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ListError } from '../ui/list-error.tsx'
import { ExportMenu } from './export-menu.tsx'
import { MetricsCharts } from './metrics-charts.tsx'
import { MetricsFilters, type ParamsChange } from './metrics-filters.tsx'
import { CHART_PARAMS, countFilters, METRICS_PARAMS, NO_FILTERS, toMetricsQuery } from './metrics-params.ts'
import { NoResults } from './no-results.tsx'
import { ReadingNote } from './reading-note.tsx'

type Props = {
  initial: InitialMetrics
  facets: { agents: string[]; projects: string[] }
  /** Whether there are past runs that were never imported, and nothing else. */
  awaitsImport: boolean
}

const ALL_PARTS = { slowestSessions: true, frequentErrors: true, projects: true } as const

/** How long, how well, how many: numbers and charts of a range that keep themselves current. */
export function PerformancePage({ initial, facets, awaitsImport }: Props) {
  const [params, setParams] = useQueryStates(METRICS_PARAMS)
  const [{ time, tokens }] = useQueryStates(CHART_PARAMS)
  const query = toMetricsQuery(params)
  // What is shared looks as it does here, with the same lines hidden.
  const search = useSearchParams().toString()
  const metrics = useMetrics(query, initial)
  const { view, waiting, error, reload } = metrics
  const change = (changed: ParamsChange): void => void setParams(changed)
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <h1 className="mr-auto text-lg font-semibold">Performance</h1>
        <ShareButton query={search} />
      </div>
      <MetricsFilters params={params} view={view} facets={facets} onChange={change} />
      {view === null ? (
        <NoView error={error} onRetry={reload} />
      ) : (
        <>
          <ListError list={metrics} />
          {view.reading !== null && <ReadingNote reading={view.reading} />}
          <div aria-busy={waiting} className={waiting ? 'opacity-60' : undefined}>
            <MetricsCharts
              view={view}
              shown={ALL_PARTS}
              linkSessions
              exportMenu={(table, title) => (
                <ExportMenu table={table} title={title} query={query} measure={time} tokens={tokens} />
              )}
              empty={
                <NoResults
                  filtered={countFilters(params) > 0}
                  known={facets.agents.length > 0}
                  awaitsImport={awaitsImport}
                  onClear={() => change(NO_FILTERS)}
                  onWiden={() => change({ within: '90d', from: null, to: null })}
                />
              }
            />
          </div>
        </>
      )}
    </div>
  )
}

function NoView({ error, onRetry }: { error: string | null; onRetry: () => void }) {
  if (error === null)
    return (
      <div role="status" aria-label="Loading the numbers" className="panel h-96 motion-safe:animate-pulse" />
    )
  return (
    <div className="panel" role="alert">
      <EmptyState icon={Unplug} title="The numbers could not be read">
        <p>{error}</p>
        <Button className="mt-4" onClick={onRetry}>
          Try again
        </Button>
      </EmptyState>
    </div>
  )
}
