'use client'

import { useQueryStates } from 'nuqs'
import { type ReactNode, useCallback, useMemo } from 'react'
import { type MetricsTable, TIME_MEASURES, TOKEN_MEASURES, TOKEN_NAMES } from '#lib/model/metrics-export.ts'
import type { MetricsView } from '#lib/model/metrics-view.ts'
import { AgentsTable } from './agents-table.tsx'
import { type Chart, type ChartId, hasValues } from './chart.ts'
import { ChartPanel } from './chart-panel.tsx'
import { FrequentErrors } from './frequent-errors.tsx'
import { HeatMap } from './heat-map.tsx'
import { MEASURE_NAMES, makeResultCharts } from './make-charts.ts'
import { makeResourceCharts } from './make-resource-charts.ts'
import { MeasureChoice } from './measure-choice.tsx'
import { CHART_PARAMS } from './metrics-params.ts'
import { MetricsTiles } from './metrics-tiles.tsx'
import { SlowestSessions } from './slowest-sessions.tsx'
import { ViewFilter } from './view-filter.tsx'

/** What of a view may be seen beside its numbers. */
export type ShownParts = { slowestSessions: boolean; frequentErrors: boolean; projects: boolean }

type Props = {
  view: MetricsView
  shown: ShownParts
  /** Whether ids lead to the pages of their sessions. */
  linkSessions: boolean
  /** What a chart or a table can be kept as. */
  exportMenu?: ((table: MetricsTable, title: string) => ReactNode) | undefined
  /** What stands in place of the charts where no result is in the range. */
  empty?: ReactNode
}

/** Those with the most lines; the others stand in pairs. */
const WIDE: readonly ChartId[] = ['execution-time', 'tokens']

/** All numbers of a view: its totals, its charts and its tables. What is hidden stands in the URL. */
export function MetricsCharts({ view, shown, linkSessions, exportMenu, empty }: Props) {
  const [{ hidden, time, tokens }, setChoice] = useQueryStates(CHART_PARAMS)
  const results = useMemo(() => makeResultCharts(view, { time, tokens }), [view, time, tokens])
  const resources = useMemo(() => makeResourceCharts(view), [view])
  const toggle = useCallback(
    (key: string) =>
      void setChoice(({ hidden: before }) => ({
        hidden: before.includes(key) ? before.filter((other) => other !== key) : [...before, key],
      })),
    [setChoice],
  )
  const choices: Partial<Record<ChartId, ReactNode>> = {
    'execution-time': (
      <MeasureChoice
        legend="Which execution time"
        names={MEASURE_NAMES}
        measures={TIME_MEASURES}
        chosen={time}
        onChoose={(chosen) => void setChoice({ time: chosen })}
      />
    ),
    tokens: (
      <MeasureChoice
        legend="Which tokens"
        names={TOKEN_NAMES}
        measures={TOKEN_MEASURES}
        chosen={tokens}
        onChoose={(chosen) => void setChoice({ tokens: chosen })}
      />
    ),
  }
  const grid = (charts: readonly Chart[]) => (
    <div className="grid grid-cols-1 gap-4 xl:grid-cols-2">
      {charts.map((chart) => (
        <div
          key={chart.id}
          className={WIDE.includes(chart.id) ? 'grid min-w-0 xl:col-span-2' : 'grid min-w-0'}
        >
          <ChartPanel
            chart={chart}
            range={view.range}
            hidden={hidden}
            onToggle={toggle}
            choice={choices[chart.id]}
            exportMenu={exportMenu?.(chart.id, chart.title)}
          />
        </div>
      ))}
    </div>
  )
  return (
    <div className="flex flex-col gap-4">
      <ViewFilter filter={view.filter} projects={shown.projects} />
      <MetricsTiles view={view} />
      {hasResults(view) ? (
        <>
          {grid(results)}
          <AgentsTable view={view} exportMenu={exportMenu?.('agents', 'Agents')} />
          <HeatMap view={view} exportMenu={exportMenu?.('heat-map', 'Hours of the week')} />
          <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
            {shown.slowestSessions && (
              <SlowestSessions
                view={view}
                linkSessions={linkSessions}
                exportMenu={exportMenu?.('sessions', 'Slowest sessions')}
              />
            )}
            {shown.frequentErrors && (
              <FrequentErrors
                view={view}
                linkSessions={linkSessions}
                exportMenu={exportMenu?.('frequent-errors', 'Most frequent errors')}
              />
            )}
          </div>
        </>
      ) : (
        empty
      )}
      {resources.some(hasValues) && grid(resources)}
    </div>
  )
}

/** Anything that a chart would draw: a session may be integrated long after its last result. */
function hasResults({ totals: { results, integrated }, concurrency }: MetricsView): boolean {
  return results > 0 || integrated > 0 || concurrency.peak.some((agents) => agents > 0)
}
