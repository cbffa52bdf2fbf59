import { element, type Markup } from '#lib/export/markup.ts'
import { shorten } from '#lib/format/shorten.ts'
import { estimateWidth } from './estimate-width.ts'
import { colorOf, dashOf, type Palette } from './palette.ts'

/** Sizes in pixels at which the text is as large as that of a page. */
export const FONT = { family: 'system-ui, sans-serif', size: 12, title: 14 } as const
export const MARGIN = 12
const LEGEND_ROW = 18
const SWATCH = 22
const LABEL_LIMIT_CHARACTERS = 34

export type LegendEntry = { label: string; color: string; dash: string | undefined; swatch: 'line' | 'box' }

/** Entries from left to right, in columns that are all as wide as the widest, and as many rows as they need. */
export function drawLegend(entries: readonly LegendEntry[], top: number, width: number, palette: Palette) {
  const labels = entries.map(({ label }) => shortened(label, width))
  const entryWidth = SWATCH + 20 + Math.max(0, ...labels.map((label) => estimateWidth(label, FONT.size)))
  const columns = Math.max(1, Math.floor((width - 2 * MARGIN + 14) / entryWidth))
  const markup = entries.flatMap((entry, at) => {
    const x = MARGIN + (at % columns) * entryWidth
    const y = top + (Math.floor(at / columns) + 0.5) * LEGEND_ROW
    return [
      drawSwatch(entry, x, y),
      drawText(labels[at] ?? '', x + SWATCH + 6, y + 4, { fill: palette.text }),
    ]
  })
  return { markup, height: Math.ceil(entries.length / columns) * LEGEND_ROW }
}

function drawSwatch({ color, dash, swatch }: LegendEntry, x: number, y: number): Markup {
  if (swatch === 'box') return element('rect', { x: x + 5, y: y - 5, width: 11, height: 11, fill: color })
  return element('line', {
    x1: x,
    y1: y,
    x2: x + SWATCH,
    y2: y,
    stroke: color,
    'stroke-width': 2,
    'stroke-dasharray': dash,
  })
}

/** The entry of a line or a bar by its place. */
export const legendEntry = (
  label: string,
  at: number,
  palette: Palette,
  swatch: LegendEntry['swatch'],
): LegendEntry => ({ label, color: colorOf(palette, at), dash: dashOf(at), swatch })

/** The end of a name often is what tells it from the next. */
const TAIL_CHARACTERS = 6

/** Two stand beside each other at least, however narrow the picture. */
function shortened(label: string, width: number): string {
  const halfWidth = width / 2 - MARGIN - SWATCH - 20
  const limit = Math.min(LABEL_LIMIT_CHARACTERS, Math.floor(halfWidth / estimateWidth('x', FONT.size)))
  if (label.length <= limit) return label
  const tail = [...label.slice(-2 * TAIL_CHARACTERS)].slice(-TAIL_CHARACTERS).join('')
  return `${shorten(label, limit - 1 - tail.length).trimEnd()}…${tail}`
}

export function drawText(
  text: string,
  x: number,
  y: number,
  attributes: Readonly<Record<string, string | number | undefined>>,
): Markup {
  return element('text', { x, y, ...attributes }, text)
}

type Picture = { title: string; description: string; width: number; height: number }

/** The whole picture: what it is for whoever does not see it, its background and title, and what was drawn. */
export function drawFrame(
  { title, description, width, height }: Picture,
  palette: Palette,
  drawn: readonly Markup[],
): string {
  const background =
    palette.surface === null ? [] : [element('rect', { width, height, fill: palette.surface })]
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      'aria-label': `${title}. ${description}`,
      'font-family': FONT.family,
      'font-size': FONT.size,
    },
    ...background,
    drawText(title, MARGIN, 24, { 'font-size': FONT.title, 'font-weight': 600, fill: palette.text }),
    ...drawn,
  ).markup
}
