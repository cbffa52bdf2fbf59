import type { ChartTheme } from '#lib/model/metrics-export.ts'

export type Palette = {
  /** `null` where the page behind shows through. */
  surface: string | null
  text: string
  muted: string
  grid: string
  threshold: string
  /** One a line, told apart by those who see no red or no green too (after Okabe and Ito), 3:1 against the surface. */
  series: readonly string[]
  heat: string
}

export const PALETTES: Readonly<Record<ChartTheme, Palette>> = {
  light: {
    surface: '#ffffff',
    text: '#17181c',
    muted: '#5a5f6b',
    grid: '#e2e3e7',
    threshold: '#b3261e',
    series: ['#0072b2', '#c65200', '#007f5f', '#a8457f', '#8f6400', '#4b5565'],
    heat: '#0072b2',
  },
  dark: {
    surface: '#14161a',
    text: '#e8eaee',
    muted: '#9aa2b1',
    grid: '#282c34',
    threshold: '#ff8079',
    series: ['#5cb8f0', '#ff9149', '#3fc79a', '#e39bc6', '#e6b83f', '#b3bccb'],
    heat: '#5cb8f0',
  },
}

/** Colours by name, for a page that has both themes and decides by itself. */
export const PAGE_PALETTE: Palette = {
  surface: null,
  text: 'var(--text)',
  muted: 'var(--muted)',
  grid: 'var(--grid)',
  threshold: 'var(--threshold)',
  series: PALETTES.light.series.map((_color, at) => `var(--series-${at})`),
  heat: 'var(--heat)',
}

/** Six colours and four dashes: any two of twelve lines differ in one of them at least, also without colour to neighbours. */
const DASHES = [undefined, '6 3', '2 3', '8 3 2 3'] as const

export const colorOf = ({ series }: Palette, at: number): string => series[at % series.length] ?? ''
export const dashOf = (at: number): string | undefined => DASHES[at % DASHES.length]
