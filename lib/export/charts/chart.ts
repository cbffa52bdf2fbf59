import type { Line } from '#lib/export/metrics-lines.ts'
import type { ColumnKind } from '#lib/export/tables/table.ts'
import type { MetricsBuckets } from '#lib/model/metrics-view.ts'

/** What is to be drawn, without where and in which colours. */
export type Chart = SeriesChart | HeatChart

export type SeriesChart = {
  /** Lines over each other, or bars that add up. */
  kind: 'lines' | 'stack'
  title: string
  lines: readonly Line[]
  unit: ColumnKind
  range: MetricsBuckets
  timeZone: string
  threshold: number | null
}

export type HeatChart = {
  kind: 'heat'
  title: string
  /** By hour of the week, Monday 0:00 first. */
  values: readonly number[]
  timeZone: string
}

/** Of what is counted, 0 is nothing to draw; of all else it is a value. */
const COUNTED: ReadonlySet<ColumnKind> = new Set<ColumnKind>(['count', 'number'])

/** Whether there is anything to be drawn: an axis without a line says nothing. */
export function hasValues(chart: Chart): boolean {
  if (chart.kind === 'heat') return chart.values.some((value) => value > 0)
  return chart.lines.some(({ values }) =>
    values.some((value) => value !== null && (value > 0 || !COUNTED.has(chart.unit))),
  )
}
