import { element, type Markup, writePoint } from '#lib/export/markup.ts'
import type { Line } from '#lib/export/metrics-lines.ts'
import type { MetricsBuckets } from '#lib/model/metrics-view.ts'
import type { SeriesChart } from './chart.ts'
import { colorOf, dashOf, type Palette } from './palette.ts'
import type { Scales } from './plot-area.ts'

export function drawSeries(chart: SeriesChart, scales: Scales, palette: Palette): Markup[] {
  return chart.kind === 'stack'
    ? drawBars(chart, scales, palette)
    : chart.lines.map((line, at) => drawLine(line, chart.range, scales, colorOf(palette, at), dashOf(at)))
}

const endOf = ({ startsMs, untilMs }: MetricsBuckets, at: number): number => startsMs[at + 1] ?? untilMs

/** A value stands in the middle of its bucket. */
const middleOf = (range: MetricsBuckets, at: number): number =>
  ((range.startsMs[at] ?? 0) + endOf(range, at)) / 2

/** Broken where a value is unknown. One that stands alone is a dot, since no line leads to it. */
function drawLine(
  { values }: Line,
  range: MetricsBuckets,
  { x, y }: Scales,
  color: string,
  dash: string | undefined,
): Markup {
  const dots: Markup[] = []
  let path = ''
  values.forEach((value, at) => {
    if (value === null) return
    const isFirst = (values[at - 1] ?? null) === null
    const [cx, cy] = [x(middleOf(range, at)), y(value)]
    if (isFirst && (values[at + 1] ?? null) === null)
      dots.push(element('circle', { cx, cy, r: 2.5, fill: color }))
    else path += `${isFirst ? 'M' : 'L'}${writePoint(cx)} ${writePoint(cy)}`
  })
  const line = element('path', {
    d: path,
    fill: 'none',
    stroke: color,
    'stroke-width': 2,
    'stroke-linejoin': 'round',
    'stroke-dasharray': dash,
  })
  return element('g', {}, ...(path === '' ? [] : [line]), ...dots)
}

function drawBars({ lines, range }: SeriesChart, { x, y }: Scales, palette: Palette): Markup[] {
  return range.startsMs.flatMap((startMs, at) => {
    const [left, right] = [x(startMs), x(endOf(range, at))]
    const gap = right - left > 4 ? 1 : 0
    let below = 0
    return lines.flatMap(({ values }, place) => {
      const value = values[at] ?? 0
      if (value <= 0) return []
      below += value
      const top = y(below)
      const height = y(below - value) - top
      const width = Math.max(1, right - left - gap)
      return [element('rect', { x: left, y: top, width, height, fill: colorOf(palette, place) })]
    })
  })
}

/** The highest that is drawn: of bars, all of a bucket together. */
export function highestOf({ kind, lines, range }: SeriesChart): number {
  const heights = range.startsMs.map((_startMs, at) => {
    const values = lines.map(({ values: own }) => own[at] ?? 0)
    return kind === 'stack' ? values.reduce((sum, value) => sum + value, 0) : Math.max(0, ...values)
  })
  return Math.max(0, ...heights)
}
