import type { Series } from './chart.ts'
import { type SeriesLook, SHAPE_PATHS } from './series-looks.ts'

/** A line needs two points: one between gaps would not be seen. */
export const isLone = (values: Series['values'], at: number): boolean =>
  (values[at] ?? null) !== null && (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null

export function LonePoint({
  cx,
  cy,
  look,
  lone,
}: {
  cx: number | undefined
  cy: number | undefined
  look: SeriesLook
  lone: boolean
}) {
  if (!lone || cx === undefined || cy === undefined) return null
  return (
    <path
      d={SHAPE_PATHS[look.shape]}
      transform={`translate(${cx} ${cy})`}
      fill={look.color}
      fillRule="evenodd"
    />
  )
}

/** A colour alone, or stripes of it: as wide as the look has dashes. */
export function Filling({ id, look: { color, dash } }: { id: string; look: SeriesLook }) {
  const [drawn = 4, gap = 0] = (dash ?? '').split(' ').filter(Boolean).map(Number)
  const size = drawn + gap
  return (
    <pattern id={id} width={size} height={size} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width={size} height={size} fill={color} fillOpacity={gap > 0 ? 0.35 : 1} />
      <rect width={drawn} height={size} fill={color} />
    </pattern>
  )
}
