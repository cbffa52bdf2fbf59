import { element, type Markup } from '#lib/export/markup.ts'
import type { ColumnKind } from '#lib/export/tables/table.ts'
import { writeValue } from '#lib/export/write-value.ts'
import type { MetricsTotals, MetricsView } from '#lib/model/metrics-view.ts'

type Tile = { title: string; kind: ColumnKind; of: (totals: MetricsTotals) => number | null }

const TILES: readonly Tile[] = [
  { title: 'Results', kind: 'count', of: ({ results }) => results },
  { title: 'Sessions', kind: 'count', of: ({ sessions }) => sessions },
  { title: 'Success rate', kind: 'rate', of: ({ successRate }) => successRate },
  { title: 'Average time', kind: 'ms', of: ({ averageMs }) => averageMs },
  { title: '95 % within', kind: 'ms', of: ({ p95Ms }) => p95Ms },
  { title: 'Speed-up', kind: 'factor', of: ({ speedUp }) => speedUp },
  { title: 'Most agents at once', kind: 'count', of: ({ peakConcurrency }) => peakConcurrency },
  { title: 'Wait for integration', kind: 'ms', of: ({ integrationWaitMs }) => integrationWaitMs },
]

/** The numbers of the whole range, each with that of the period before, where it is known. */
export function drawTiles({ totals, before, heatMap: { timeZone } }: MetricsView): Markup {
  const tiles = TILES.map(({ title, kind, of }) => {
    const write = (period: MetricsTotals) => writeValue(of(period), kind, timeZone)
    const earlier = before === null ? [] : [element('dd', { class: 'muted' }, `${write(before)} before`)]
    return element(
      'div',
      { class: 'tile' },
      element('dt', {}, title),
      element('dd', {}, write(totals)),
      ...earlier,
    )
  })
  return element('dl', { class: 'tiles' }, ...tiles)
}
