import { formatDuration } from '#lib/format/duration.ts'
import { formatCount, formatRate } from '#lib/format/number.ts'
import type { MetricsTotals } from '#lib/model/metrics-view.ts'

type Tile = { label: string; read: (totals: MetricsTotals) => string }

const TILES: readonly Tile[] = [
  { label: 'Results', read: ({ results }) => formatCount(results) },
  { label: 'Sessions', read: ({ sessions }) => formatCount(sessions) },
  { label: 'Success rate', read: ({ successRate }) => formatRate(successRate) },
  { label: 'Average time', read: ({ averageMs }) => formatDuration(averageMs) },
  { label: '95th percentile', read: ({ p95Ms }) => formatDuration(p95Ms) },
  { label: 'Most agents at once', read: ({ peakConcurrency }) => formatCount(peakConcurrency) },
  { label: 'Speed-up', read: ({ speedUp }) => (speedUp === null ? '–' : `${speedUp.toFixed(1)} ×`) },
  { label: 'Wait for integration', read: ({ integrationWaitMs }) => formatDuration(integrationWaitMs) },
]

type Props = { totals: MetricsTotals; before: MetricsTotals | null }

/** What it all comes to, and what it came to in the period before where that was asked for. */
export function MetricTiles({ totals, before }: Props) {
  return (
    <dl aria-label="Totals" className="grid grid-cols-2 gap-3 md:grid-cols-4">
      {TILES.map(({ label, read }) => (
        <div key={label} className="panel px-4 py-3">
          <dt className="text-[13px] text-muted">{label}</dt>
          <dd className="text-xl font-semibold">
            {read(totals)}
            {before !== null && (
              <span className="block text-[13px] font-normal text-muted">before: {read(before)}</span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}
