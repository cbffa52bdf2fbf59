import { element, type Markup } from '#lib/export/markup.ts'
import { writeValue } from '#lib/export/write-value.ts'
import type { MetricsBuckets } from '#lib/model/metrics-view.ts'
import type { SeriesChart } from './chart.ts'
import { drawText } from './frame.ts'
import type { Palette } from './palette.ts'
import { timeTicks } from './time-axis.ts'

export type PlotArea = { left: number; top: number; width: number; height: number }

export type Scales = { x: (atMs: number) => number; y: (value: number) => number }

/** Room of one mark of the time axis. */
const TIME_TICK_WIDTH = 62

export function makeScales(
  { left, top, width, height }: PlotArea,
  range: MetricsBuckets,
  highest: number,
): Scales {
  const firstMs = range.startsMs[0] ?? range.fromMs
  const lengthMs = Math.max(1, range.untilMs - firstMs)
  return {
    x: (atMs) => left + ((atMs - firstMs) / lengthMs) * width,
    y: (value) => top + height - (value / highest) * height,
  }
}

/** Marks of both axes: lines across for values, short ones below for times. */
export function drawAxes(
  { unit, range, timeZone }: SeriesChart,
  area: PlotArea,
  { x, y }: Scales,
  ticks: readonly number[],
  palette: Palette,
): Markup[] {
  const { left, top, width, height } = area
  const bottom = top + height
  const values = ticks.flatMap((value) => [
    element('line', { x1: left, y1: y(value), x2: left + width, y2: y(value), stroke: palette.grid }),
    drawText(writeValue(value, unit, timeZone), left - 8, y(value) + 4, {
      'text-anchor': 'end',
      fill: palette.muted,
    }),
  ])
  const firstMs = range.startsMs[0] ?? range.fromMs
  const limit = Math.max(2, Math.floor(width / TIME_TICK_WIDTH))
  const times = timeTicks(firstMs, range.untilMs, timeZone, limit).flatMap(({ atMs, label }) => [
    element('line', { x1: x(atMs), y1: bottom, x2: x(atMs), y2: bottom + 4, stroke: palette.muted }),
    drawText(label, x(atMs), bottom + 18, { 'text-anchor': 'middle', fill: palette.muted }),
  ])
  return [...values, ...times]
}
