import { printable } from '#lib/format/printable.ts'
import type { MetricsBuckets } from '#lib/model/metrics-view.ts'
import { formatBucket } from './axis.ts'
import type { Series } from './chart.ts'
import { SeriesMark } from './series-mark.tsx'
import { formatValue, type Unit } from './units.ts'

type Props = { unit: Unit; range: MetricsBuckets; shown: readonly Series[]; atMs: number | null }

/** What a chart shows at one time, also read out as the arrow keys go on. Where nothing is known there is a dash. */
export function PlotTooltip({ unit, range: { startsMs, bucketMs }, shown, atMs }: Props) {
  const nth = atMs === null ? -1 : startsMs.indexOf(atMs)
  if (atMs === null || nth < 0) return null
  return (
    <div role="status" className="panel max-w-72 px-3 py-2 text-[12px] leading-[18px] shadow-lg">
      <p className="text-muted">{formatBucket(atMs, bucketMs)}</p>
      <ul>
        {shown.map(({ key, name, look, mark, values }) => (
          <li key={key} className="flex items-center gap-2">
            <SeriesMark look={look} mark={mark} />
            <span className="min-w-0 flex-1 truncate">{printable(name)}</span>
            <span className="pl-2 font-semibold">{formatValue(unit, values[nth] ?? null)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
