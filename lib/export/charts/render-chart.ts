import type { Chart } from './chart.ts'
import type { Palette } from './palette.ts'
import { renderHeat } from './render-heat.ts'
import { type ChartSize, renderSeries } from './render-series.ts'

/** Of a chart that stands for itself, in a document or a message. */
export const PICTURE_SIZE: ChartSize = { width: 840, plotHeight: 300 }

/** A chart as SVG: no script, no style sheet, no font or reference of elsewhere. */
export function renderChart(chart: Chart, size: ChartSize, palette: Palette): string {
  return chart.kind === 'heat' ? renderHeat(chart, size, palette) : renderSeries(chart, size, palette)
}
