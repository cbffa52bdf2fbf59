import { element, type Markup } from '#lib/export/markup.ts'
import { writeValue } from '#lib/export/write-value.ts'
import { formatDuration } from '#lib/format/duration.ts'
import { hasValues, type SeriesChart } from './chart.ts'
import { drawSeries, highestOf } from './draw-series.ts'
import { estimateWidth } from './estimate-width.ts'
import { drawFrame, drawLegend, drawText, FONT, type LegendEntry, legendEntry, MARGIN } from './frame.ts'
import type { Palette } from './palette.ts'
import { drawAxes, makeScales, type PlotArea, type Scales } from './plot-area.ts'
import { valueTicks } from './value-axis.ts'

export type ChartSize = { width: number; plotHeight: number }

const TITLE_HEIGHT = 34
/** Room for half of the last time. */
const RIGHT = 22
const AXIS_HEIGHT = 46
const THRESHOLD_DASH = '3 3'
/** A threshold far above all values would press them to the ground; then the legend alone says it. */
const THRESHOLD_FACTOR = 2

/** Lines or bars over time, with axes, legend and threshold. */
export function renderSeries(chart: SeriesChart, { width, plotHeight }: ChartSize, palette: Palette): string {
  const legend = drawLegend(legendOf(chart, palette), TITLE_HEIGHT, width, palette)
  const ticks = valueTicks(highestShown(chart), chart.unit)
  const labels = ticks.map((value) => writeValue(value, chart.unit, chart.timeZone))
  const left = MARGIN + 8 + Math.max(...labels.map((label) => estimateWidth(label, FONT.size)))
  const top = TITLE_HEIGHT + legend.height + 10
  const area: PlotArea = { left, top, width: width - left - RIGHT, height: plotHeight }
  const scales = makeScales(area, chart.range, ticks.at(-1) ?? 1)
  const height = top + plotHeight + AXIS_HEIGHT
  const drawn = hasValues(chart)
    ? [...drawSeries(chart, scales, palette), ...drawThreshold(chart, area, scales, palette)]
    : [drawEmpty(area, palette)]
  return drawFrame({ title: chart.title, description: describe(chart), width, height }, palette, [
    ...legend.markup,
    ...drawAxes(chart, area, scales, ticks, palette),
    ...drawn,
    drawText(noteOf(chart), width - MARGIN, height - MARGIN, { 'text-anchor': 'end', fill: palette.muted }),
  ])
}

function legendOf(chart: SeriesChart, palette: Palette): LegendEntry[] {
  const { kind, lines, threshold, unit, timeZone } = chart
  const entries = lines.map(({ title }, at) =>
    legendEntry(title, at, palette, kind === 'stack' ? 'box' : 'line'),
  )
  if (threshold === null) return entries
  const where = isShown(chart, threshold) ? '' : ', above what is shown'
  const label = `Threshold ${writeValue(threshold, unit, timeZone)}${where}`
  return [...entries, { label, color: palette.threshold, dash: THRESHOLD_DASH, swatch: 'line' }]
}

const isShown = (chart: SeriesChart, threshold: number): boolean =>
  chart.unit === 'rate' || threshold <= highestOf(chart) * THRESHOLD_FACTOR

function highestShown(chart: SeriesChart): number {
  const { threshold } = chart
  const highest = highestOf(chart)
  return threshold !== null && isShown(chart, threshold) ? Math.max(highest, threshold) : highest
}

function drawThreshold(
  chart: SeriesChart,
  { left, width }: PlotArea,
  { y }: Scales,
  palette: Palette,
): Markup[] {
  const { threshold } = chart
  if (threshold === null || !isShown(chart, threshold)) return []
  const at = y(threshold)
  const line = { x1: left, y1: at, x2: left + width, y2: at, stroke: palette.threshold }
  return [element('line', { ...line, 'stroke-width': 1.5, 'stroke-dasharray': THRESHOLD_DASH })]
}

const drawEmpty = ({ left, top, width, height }: PlotArea, palette: Palette): Markup =>
  drawText('Nothing is known of this range.', left + width / 2, top + height / 2, {
    'text-anchor': 'middle',
    fill: palette.muted,
  })

const noteOf = ({ range, timeZone }: SeriesChart): string =>
  `In steps of ${formatDuration(range.bucketMs)}. Times in ${timeZone}.`

const describe = ({ lines, range, timeZone }: SeriesChart): string =>
  `${lines.map(({ title }) => title).join(', ')}, ${writeValue(range.fromMs, 'time', timeZone)} to ${writeValue(range.untilMs, 'time', timeZone)}, ${timeZone}`
