import type { MeasuredOutcome } from '#lib/model/metrics-query.ts'

/**
 * How the lines of one chart are told apart: by colour, by dashes, and by the shape of points that stand alone, so that
 * no two are alike to whoever sees no colours.
 */
export type SeriesLook = {
  color: string
  /** Lengths of dashes and gaps; none is a solid line. */
  dash?: string | undefined
  shape: Shape
}

export const SHAPES = ['circle', 'square', 'diamond', 'triangle', 'plus', 'ring'] as const
export type Shape = (typeof SHAPES)[number]

const COLORS = [1, 2, 3, 4, 5, 6].map((nth) => `var(--series-${nth})`)
const DASHES = [undefined, '7 3', '2 3', '10 3 2 3', '14 4', '5 2 1 2']

/** Twelve: a colour comes again with other dashes and another shape. */
export const LOOKS: readonly SeriesLook[] = Array.from({ length: 12 }, (_, nth) => {
  const again = nth >= COLORS.length ? 3 : 0
  const at = (nth + again) % COLORS.length
  return { color: COLORS[nth % COLORS.length] ?? '', dash: DASHES[at], shape: SHAPES[at] ?? 'circle' }
})

export const lookOf = (nth: number): SeriesLook => LOOKS[nth % LOOKS.length] ?? { color: '', shape: 'circle' }

/** Of all agents together: unlike any of them. */
export const ALL_LOOK: SeriesLook = { color: 'var(--text)', shape: 'circle' }

/** Colours that say the same everywhere; the filling tells them apart as well. */
export const OUTCOME_LOOKS: Readonly<Record<Exclude<MeasuredOutcome, 'success'>, SeriesLook>> = {
  error: { color: 'var(--failed)', shape: 'square' },
  timeout: { color: 'var(--stale)', dash: '2 2', shape: 'square' },
  interrupted: { color: 'var(--completed)', dash: '1 3', shape: 'square' },
}

/** A point as an SVG path around 0,0, about 6 pixels wide. */
export const SHAPE_PATHS: Readonly<Record<Shape, string>> = {
  circle: 'M-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0Z',
  square: 'M-2.7 -2.7h5.4v5.4h-5.4Z',
  diamond: 'M0 -3.8L3.8 0L0 3.8L-3.8 0Z',
  triangle: 'M0 -3.6L3.6 2.8H-3.6Z',
  plus: 'M-1 -3.6h2v2.6h2.6v2h-2.6v2.6h-2v-2.6h-2.6v-2h2.6Z',
  ring: 'M-3.4 0a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0 -6.8 0ZM-1.6 0a1.6 1.6 0 1 1 3.2 0a1.6 1.6 0 1 1 -3.2 0Z',
}
