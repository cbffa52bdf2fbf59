'use client'

import { TriangleAlert } from 'lucide-react'
import { formatBytes } from '#lib/format/bytes.ts'
import { formatDuration } from '#lib/format/duration.ts'
import { formatCount, formatRate } from '#lib/format/number.ts'
import type { ShownThresholds } from '#lib/model/alert-settings.ts'
import { useLive } from '../live/live-provider.tsx'
import { Time } from '../live/time.tsx'
import { Panel } from '../ui/panel.tsx'

type Tile = { label: string; value: string; note: string; over: boolean }

/** Every number with its window, and the threshold it is held against where there is one. */
export function TodayNumbers({ thresholds }: { thresholds: ShownThresholds }) {
  const today = useLive((state) => state.today)
  const stale = useLive((state) => state.counts.stale)
  const { sizeBytes, files } = useLive((state) => state.status.scan)
  const errorRate = today.results === 0 ? null : today.errors / today.results
  const tiles: Tile[] = [
    { label: 'Sessions', value: formatCount(today.sessions), note: 'with a result today', over: false },
    { label: 'Results', value: formatCount(today.results), note: 'arrived today', over: false },
    {
      label: 'Error rate',
      value: formatRate(errorRate),
      note: `${formatCount(today.errors)} of today’s results${alertOver(thresholds.errorRate, formatRate)}`,
      over: isOver(errorRate, thresholds.errorRate),
    },
    {
      label: 'Average execution',
      value: formatDuration(today.averageExecutionMs),
      note: `of today’s known times${alertOver(thresholds.averageExecutionMs, formatDuration)}`,
      over: isOver(today.averageExecutionMs, thresholds.averageExecutionMs),
    },
    {
      label: 'Stale sessions',
      value: formatCount(stale),
      note: `now${alertOver(thresholds.staleSessions, String)}`,
      over: isOver(stale, thresholds.staleSessions),
    },
    {
      label: 'Results on disk',
      value: formatBytes(sizeBytes),
      note: `in ${formatCount(files)} files now${alertOver(thresholds.resultsDirectoryBytes, formatBytes)}`,
      over: isOver(sizeBytes, thresholds.resultsDirectoryBytes),
    },
  ]
  return (
    <Panel
      title="Today"
      aside={
        <>
          since <Time atMs={today.sinceMs} clock />
        </>
      }
    >
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-b-lg bg-line md:grid-cols-3 xl:grid-cols-6">
        {tiles.map((tile) => (
          <TileView key={tile.label} {...tile} />
        ))}
      </dl>
    </Panel>
  )
}

/** Nothing where its alert is switched off. */
const alertOver = (threshold: number | null, format: (value: number) => string): string =>
  threshold === null ? '' : `; alert over ${format(threshold)}`

const isOver = (value: number | null, threshold: number | null): boolean =>
  value !== null && threshold !== null && value > threshold

function TileView({ label, value, note, over }: Tile) {
  return (
    <div className="flex flex-col bg-surface px-4 py-3">
      <dt className="text-muted">{label}</dt>
      <dd className={`flex items-center gap-2 text-xl leading-7 font-semibold ${over ? 'text-failed' : ''}`}>
        {value}
        {over && <TriangleAlert size={16} aria-label="over the threshold" />}
      </dd>
      <dd className="text-[12px] text-muted">{note}</dd>
    </div>
  )
}
