import type { Series } from './chart.ts'
import { SHAPE_PATHS } from './series-looks.ts'

/** The line or filling of a series as it is drawn, small. */
export function SeriesMark({ look: { color, dash, shape }, mark }: Pick<Series, 'look' | 'mark'>) {
  return (
    <svg width={24} height={10} viewBox="0 0 24 10" className="shrink-0" aria-hidden="true">
      {mark === 'bar' ? (
        <>
          <rect x={6} width={12} height={10} fill={color} fillOpacity={dash ? 0.35 : 1} />
          {dash && <path d="M6 10L16 0M11 10L18 3M6 5L11 0" stroke={color} strokeWidth={1.5} />}
        </>
      ) : (
        <>
          <path d="M0 5H24" stroke={color} strokeWidth={1.75} strokeDasharray={dash} />
          <path d={SHAPE_PATHS[shape]} transform="translate(12 5)" fill={color} fillRule="evenodd" />
        </>
      )}
    </svg>
  )
}
