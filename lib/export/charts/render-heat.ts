import { element, type Markup } from '#lib/export/markup.ts'
import { WEEKDAYS } from '#lib/export/tables/make-table.ts'
import { formatCount, formatQuantity } from '#lib/format/number.ts'
import type { HeatChart } from './chart.ts'
import { drawFrame, drawText, MARGIN } from './frame.ts'
import type { Palette } from './palette.ts'
import type { ChartSize } from './render-series.ts'

const TOP = 44
const LEFT = 48
/** Lightness alone tells more from less, in any sight and on paper. None is an empty frame. */
const STEPS = [0.15, 0.35, 0.55, 0.75, 1] as const
const HOURS = 24

/** Results by weekday and hour: seven rows of 24. */
export function renderHeat(
  { title, values, timeZone }: HeatChart,
  { width, plotHeight }: ChartSize,
  palette: Palette,
): string {
  const cell = { width: (width - LEFT - MARGIN) / HOURS, height: plotHeight / WEEKDAYS.length }
  const most = Math.max(0, ...values)
  const cells = values.map((value, hour) => drawCell(value, hour, most, cell, palette))
  const height = TOP + plotHeight + 56
  const description = `Most in one hour of the week: ${formatCount(most)}. ${timeZone}`
  return drawFrame({ title, description, width, height }, palette, [
    ...cells,
    ...drawNames(cell, plotHeight, palette),
    ...drawScale(most, height - MARGIN - 10, palette),
    drawText(`Times in ${timeZone}.`, width - MARGIN, height - MARGIN, {
      'text-anchor': 'end',
      fill: palette.muted,
    }),
  ])
}

type CellSize = { width: number; height: number }

function drawCell(
  value: number,
  hour: number,
  most: number,
  { width, height }: CellSize,
  palette: Palette,
): Markup {
  const [day, hourOfDay] = [Math.floor(hour / HOURS), hour % HOURS]
  const place = {
    x: LEFT + hourOfDay * width + 1,
    y: TOP + day * height + 1,
    width: width - 2,
    height: height - 2,
  }
  const name = `${WEEKDAYS[day]} ${hourOfDay}:00: ${formatQuantity(value, 'result')}`
  return element('rect', { ...place, rx: 2, ...fillOf(value, most, palette) }, element('title', {}, name))
}

function fillOf(value: number, most: number, { heat, grid }: Palette) {
  if (value === 0) return { fill: 'none', stroke: grid }
  const step = STEPS[Math.min(STEPS.length - 1, Math.ceil((value / most) * STEPS.length) - 1)] ?? 1
  return { fill: heat, 'fill-opacity': String(step) }
}

function drawNames({ width, height }: CellSize, plotHeight: number, { muted }: Palette): Markup[] {
  const days = WEEKDAYS.map((name, day) =>
    drawText(name.slice(0, 3), LEFT - 8, TOP + (day + 0.5) * height + 4, {
      'text-anchor': 'end',
      fill: muted,
    }),
  )
  const hours = [0, 6, 12, 18].map((hour) =>
    drawText(`${String(hour).padStart(2, '0')}:00`, LEFT + hour * width, TOP + plotHeight + 18, {
      fill: muted,
    }),
  )
  return [...days, ...hours]
}

/** From none to the most. */
function drawScale(most: number, y: number, { heat, grid, muted }: Palette): Markup[] {
  const boxes = [null, ...STEPS].map((step, at) =>
    element('rect', {
      x: MARGIN + 14 + at * 16,
      y,
      width: 12,
      height: 12,
      rx: 2,
      ...(step === null ? { fill: 'none', stroke: grid } : { fill: heat, 'fill-opacity': String(step) }),
    }),
  )
  return [
    drawText('0', MARGIN, y + 10, { fill: muted }),
    ...boxes,
    drawText(formatCount(most), MARGIN + 16 + boxes.length * 16, y + 10, { fill: muted }),
  ]
}
