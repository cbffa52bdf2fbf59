import type {
  ChartTheme,
  MetricsChart,
  MetricsTable,
  TimeMeasure,
  TokenMeasure,
} from '#lib/model/metrics-export.ts'

/** A chart of the metrics that `query` names (as in the URL of the page), and what of it is drawn. */
export type ExportedChart = {
  chart: MetricsChart
  query: string
  measure?: TimeMeasure
  tokens?: TokenMeasure
}

/** Where a chart is had as SVG. */
export function svgHref({ chart, query, measure, tokens }: ExportedChart, theme: ChartTheme): string {
  const drawn = { ...(measure ? { measure } : {}), ...(tokens ? { tokens } : {}) }
  return `/api/metrics/chart?${withParams(query, { chart, theme, ...drawn })}`
}

/** Where the numbers of a chart or a table are had as CSV. */
export function csvHref({ table, query }: { table: MetricsTable; query: string }): string {
  return `/api/metrics/export?${withParams(query, { table })}`
}

/** Ours decide, whatever the page has under these names. */
function withParams(query: string, ours: Readonly<Record<string, string>>): URLSearchParams {
  const params = new URLSearchParams(query)
  for (const [name, value] of Object.entries(ours)) params.set(name, value)
  return params
}
