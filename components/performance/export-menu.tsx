import { Download } from 'lucide-react'
import {
  METRICS_CHARTS,
  type MetricsChart,
  type MetricsTable,
  type TimeMeasure,
  type TokenMeasure,
} from '#lib/model/metrics-export.ts'
import { ChartExportMenu } from './chart-export-menu.tsx'
import { csvHref } from './chart-href.ts'

type Props = {
  table: MetricsTable
  title: string
  query: string
  measure: TimeMeasure
  tokens: TokenMeasure
}

/** What a chart can be kept as: a picture or its numbers; of a table there are its numbers alone. */
export function ExportMenu({ table, title, query, measure, tokens }: Props) {
  if (isChart(table))
    return <ChartExportMenu title={title} chart={table} query={query} measure={measure} tokens={tokens} />
  return (
    <a
      href={csvHref({ table, query })}
      download
      aria-label={`Download ${title} as CSV`}
      title="Download CSV"
      className="touch inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-raised hover:text-text"
    >
      <Download size={16} aria-hidden />
    </a>
  )
}

const isChart = (table: MetricsTable): table is MetricsChart =>
  (METRICS_CHARTS as readonly MetricsTable[]).includes(table)
