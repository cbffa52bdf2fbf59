'use client'

import { useId, useMemo } from 'react'
import {
  Bar,
  CartesianGrid,
  ComposedChart,
  DefaultZIndexes,
  type DotItemDotProps,
  Line,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import type { MetricsBuckets } from '#lib/model/metrics-view.ts'
import { formatTick, formatTimeTick, timeTicks, valueTicks } from './axis.ts'
import { type Chart, highestOf, type Series } from './chart.ts'
import { Filling, isLone, LonePoint } from './plot-marks.tsx'
import { PlotTooltip } from './plot-tooltip.tsx'
import { ThresholdLabel } from './threshold-label.tsx'
import { formatValue } from './units.ts'

type Props = { chart: Chart; shown: readonly Series[]; range: MetricsBuckets }

/** One bucket. */
type Row = { at: number; values: (number | null)[] }

const TICKS_LIMIT = 8

/** The drawing of a chart, and the only code that knows recharts: it is loaded where a chart is, and nowhere else. */
export function Plot({ chart, shown, range }: Props) {
  const id = useId()
  const { title, unit, threshold } = chart
  const rows = useMemo<Row[]>(
    () => range.startsMs.map((at, nth) => ({ at, values: shown.map(({ values }) => values[nth] ?? null) })),
    [range, shown],
  )
  const times = timeTicks(range.startsMs, range.bucketMs, TICKS_LIMIT)
  const ticks = valueTicks(unit, highestDrawn(shown))
  const top = ticks.at(-1) ?? 1
  return (
    <ComposedChart
      responsive
      style={{ width: '100%', height: '100%' }}
      data={rows}
      syncId="metrics"
      margin={{ top: 16, right: 12, bottom: 0, left: 0 }}
      barCategoryGap="10%"
      aria-label={`${title}, a chart. The arrow keys go from time to time.`}
    >
      <defs>
        {shown.map(({ key, look, mark }, nth) =>
          mark === 'bar' ? <Filling key={key} id={`${id}-${nth}`} look={look} /> : null,
        )}
      </defs>
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis
        dataKey="at"
        scale="band"
        ticks={times.atMs}
        interval="equidistantPreserveStart"
        minTickGap={12}
        tickFormatter={(atMs: number) => formatTimeTick(atMs, times.stepMs)}
        tick={TICK}
        tickLine={false}
        stroke="var(--line)"
      />
      <YAxis
        width={72}
        domain={[0, top]}
        ticks={ticks}
        interval={0}
        tickFormatter={(value: number) => formatTick(unit, value)}
        tick={TICK}
        tickLine={false}
        axisLine={false}
      />
      <Tooltip
        content={({ active, label }) => (
          <PlotTooltip unit={unit} range={range} shown={shown} atMs={active ? Number(label) : null} />
        )}
        cursor={{ stroke: 'var(--muted)', strokeWidth: 1, fill: 'none' }}
        // A time at which nothing is known can be gone to as well.
        filterNull={false}
        isAnimationActive={false}
      />
      {threshold && (
        <ReferenceLine
          y={Math.min(threshold.value, top)}
          stroke="var(--failed)"
          strokeDasharray="4 4"
          // Above whatever crosses it.
          zIndex={DefaultZIndexes.scatter}
          label={
            <ThresholdLabel
              words={`alert ${threshold.side} ${formatValue(unit, threshold.value)}`}
              above={threshold.value > top}
              under={threshold.side === 'under'}
            />
          }
        />
      )}
      {shown.map(({ key, name, values, look, mark }, nth) =>
        mark === 'bar' ? (
          <Bar
            key={key}
            name={name}
            dataKey={({ values }: Row) => values[nth]}
            stackId="bars"
            fill={`url(#${id}-${nth})`}
            isAnimationActive={false}
          />
        ) : (
          <Line
            key={key}
            name={name}
            dataKey={({ values }: Row) => values[nth]}
            stroke={look.color}
            strokeWidth={1.75}
            strokeDasharray={look.dash ?? 'none'}
            dot={({ cx, cy, index }: DotItemDotProps) => (
              <LonePoint key={index} cx={cx} cy={cy} look={look} lone={isLone(values, index)} />
            )}
            activeDot={{ r: 3.5, fill: look.color, stroke: 'var(--surface)' }}
            isAnimationActive={false}
          />
        ),
      )}
    </ComposedChart>
  )
}

const TICK = { fill: 'var(--muted)', fontSize: 12 }

/** Bars lie on one another, lines do not. */
function highestDrawn(shown: readonly Series[]): number {
  const bars = shown.filter(({ mark }) => mark === 'bar')
  const stacks = bars[0]?.values.map((_, at) => bars.reduce((sum, { values }) => sum + (values[at] ?? 0), 0))
  const lines = shown.filter(({ mark }) => mark === 'line').map(({ values }) => highestOf(values) ?? 0)
  return Math.max(0, highestOf(stacks ?? []) ?? 0, ...lines)
}
