'use client'

import { Table2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import type { MetricsBuckets } from '#lib/model/metrics-view.ts'
import { Panel } from '../ui/panel.tsx'
import { useNear } from '../ui/use-near.ts'
import { type Chart, hasValues } from './chart.ts'
import { ChartLegend } from './chart-legend.tsx'
import { ChartTable } from './chart-table.tsx'
import { PanelAside } from './panel-aside.tsx'
import { bucketWords, RangeWords } from './range-words.tsx'
import { UNIT_WORDS } from './units.ts'

/** What draws is as large as all the rest of the page, and its numbers are there before it. */
const Plot = dynamic(() => import('./plot.tsx').then((module) => module.Plot, withoutPlot), {
  ssr: false,
  loading: () => <div className="h-full rounded bg-raised motion-safe:animate-pulse" />,
})

/** The numbers are worth more than the drawing: a page that lost its server goes on without. */
function withoutPlot(error: unknown) {
  if (!(error instanceof Error) || error.name !== 'ChunkLoadError') throw error
  return function NoPlot() {
    return (
      <p className="flex h-full items-center justify-center text-center text-muted">
        The drawing could not be loaded. Reload the page; the numbers are in the table.
      </p>
    )
  }
}

type Props = {
  chart: Chart
  range: MetricsBuckets
  hidden: readonly string[]
  onToggle: (key: string) => void
  /** What can be chosen for this chart alone. */
  choice?: ReactNode
  /** What can be done with it: files to save. */
  exportMenu?: ReactNode
}

/** One chart with its unit, its window, the numbers that it draws, and the same as a table. */
export function ChartPanel({ chart, range, hidden, onToggle, choice, exportMenu }: Props) {
  const [table, setTable] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  // All charts at once would keep the page from answering for as long as they take.
  const near = useNear(place)
  const { id, title, about, unit, series } = chart
  const shown = useMemo(() => series.filter(({ key }) => !hidden.includes(key)), [series, hidden])
  return (
    <Panel
      title={title}
      aside={
        <PanelAside exportMenu={exportMenu}>
          {UNIT_WORDS[unit]}, <RangeWords range={range} />, {bucketWords(range)}
        </PanelAside>
      }
    >
      <p className="px-4 pt-2 text-[13px] text-muted">{about}</p>
      {choice}
      <div ref={place} className="chart relative h-56 px-2 pt-1" data-chart={id}>
        {near && <Plot chart={chart} shown={shown} range={range} />}
        {!hasValues(chart) && (
          <p className="absolute inset-0 flex items-center justify-center px-4 text-center text-muted">
            {chart.empty ?? 'Nothing in this time.'}
          </p>
        )}
      </div>
      <ChartLegend chart={chart} hidden={hidden} onToggle={onToggle} />
      <button
        type="button"
        aria-expanded={table}
        onClick={() => setTable(!table)}
        className="control mx-3 mb-2 inline-flex min-h-7 items-center gap-1.5 rounded px-1.5 text-[13px] text-accent hover:underline"
      >
        <Table2 size={14} aria-hidden />
        {table ? 'Hide the table' : 'Show as table'}
        <span className="sr-only">: {title}</span>
      </button>
      {table && <ChartTable chart={chart} range={range} />}
    </Panel>
  )
}
