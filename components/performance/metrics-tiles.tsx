import { ArrowDown, ArrowUp, Minus, TriangleAlert } from 'lucide-react'
import { formatDuration } from '#lib/format/duration.ts'
import { formatQuantity, formatRate } from '#lib/format/number.ts'
import type { MetricsTotals, MetricsView } from '#lib/model/metrics-view.ts'
import { Panel } from '../ui/panel.tsx'
import { changeWords } from './change.ts'
import { PERCENTILE_WORDS } from './make-charts.ts'
import { RangeWords } from './range-words.tsx'
import { formatValue, type Unit } from './units.ts'

type Tile = {
  label: string
  unit: Unit
  of: (totals: MetricsTotals) => number | null
  note: string
  over?: boolean
}

/** The whole range in six numbers, each beside that of the period before where that was asked for. */
export function MetricsTiles({ view }: { view: MetricsView }) {
  const { totals, before, range } = view
  return (
    <Panel
      title="In this range"
      aside={
        <>
          <RangeWords range={range} />
          {before && ', compared with the period before'}
        </>
      }
    >
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-b-lg bg-line md:grid-cols-3 xl:grid-cols-6">
        {tilesOf(view).map(({ label, unit, of, note, over = false }) => (
          <div key={label} className="flex flex-col bg-surface px-4 py-3">
            <dt className="text-muted">{label}</dt>
            <dd
              className={`flex items-center gap-2 text-xl leading-7 font-semibold ${over ? 'text-failed' : ''}`}
            >
              {of(totals) === null ? 'unknown' : formatValue(unit, of(totals))}
              {over && <TriangleAlert size={16} aria-label="over the threshold" />}
            </dd>
            {before && <Change unit={unit} now={of(totals)} before={of(before)} />}
            <dd className="text-[12px] text-muted">{note}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}

function tilesOf({ totals, percentiles, thresholds }: MetricsView): Tile[] {
  const { averageMs, successRate, timed, unreadable } = totals
  const { averageExecutionMs: longestMs, successRate: lowest } = thresholds
  const times = `of ${formatQuantity(timed, 'known time')}`
  return [
    {
      label: 'Results',
      unit: 'count',
      of: ({ results }) => results,
      note:
        unreadable === 0
          ? 'that can be read'
          : `and ${formatQuantity(unreadable, 'file')} that cannot be read`,
    },
    { label: 'Sessions', unit: 'count', of: ({ sessions }) => sessions, note: 'with a result in the range' },
    {
      label: 'Success rate',
      unit: 'rate',
      of: (of) => of.successRate,
      note: `of all results${lowest === null ? '' : `; alert under ${formatRate(lowest)}`}`,
      over: successRate !== null && lowest !== null && successRate < lowest,
    },
    {
      label: 'Average execution',
      unit: 'duration',
      of: (of) => of.averageMs,
      note: `${times}${longestMs === null ? '' : `; alert over ${formatDuration(longestMs)}`}`,
      over: averageMs !== null && longestMs !== null && averageMs > longestMs,
    },
    {
      label: '95th percentile',
      unit: 'duration',
      of: ({ p95Ms }) => p95Ms,
      note: `${times}, ${PERCENTILE_WORDS[percentiles]}`,
    },
    {
      label: 'Speed-up',
      unit: 'factor',
      of: ({ speedUp }) => speedUp,
      note: 'over running one agent after the other',
    },
  ]
}

/** A direction is no judgement: whether more is better, the label says. */
function Change({ unit, now, before }: { unit: Unit; now: number | null; before: number | null }) {
  const differs = now !== null && before !== null && now !== before
  const Icon = !differs ? Minus : now > before ? ArrowUp : ArrowDown
  return (
    <dd className="flex items-center gap-1 text-[13px]">
      <Icon size={12} className="shrink-0" aria-hidden />
      <span>
        {changeWords(unit, now, before)}
        {before !== null && <span className="text-muted"> from {formatValue(unit, before)}</span>}
      </span>
    </dd>
  )
}
