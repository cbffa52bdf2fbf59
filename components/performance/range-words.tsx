'use client'

import { formatTime } from '#lib/format/clock.ts'
import { formatDuration, parseDuration } from '#lib/format/duration.ts'
import { METRICS_RANGES, type MetricsRangeName } from '#lib/model/metrics-query.ts'
import type { MetricsBuckets } from '#lib/model/metrics-view.ts'
import { useHydrated } from '../live/use-hydrated.ts'

export const RANGE_NAMES: Readonly<Record<MetricsRangeName, string>> = {
  '15m': '15 minutes',
  '1h': 'hour',
  '6h': '6 hours',
  '24h': '24 hours',
  '7d': '7 days',
  '30d': '30 days',
  '90d': '90 days',
}

/** The window of a number: "last 24 hours", or from when to when. */
export function RangeWords({ range }: { range: MetricsBuckets }) {
  const { fromMs, untilMs, live } = range
  if (live) return <>last {nameOf(untilMs - fromMs)}</>
  return (
    <>
      <Minute atMs={fromMs} /> to <Minute atMs={untilMs} />
    </>
  )
}

/** As `Time`, without the seconds: it stands on every panel. */
function Minute({ atMs }: { atMs: number }) {
  const hydrated = useHydrated()
  return (
    <time key={String(hydrated)} dateTime={new Date(atMs).toISOString()} suppressHydrationWarning>
      {formatTime(atMs).slice(0, 16)}
    </time>
  )
}

/** A live range begins with a whole bucket, up to one earlier than it was asked for. */
export function nameOf(lengthMs: number): string {
  const asked = METRICS_RANGES.findLast((name) => (parseDuration(name) ?? 0) <= lengthMs)
  return asked === undefined ? formatDuration(lengthMs) : RANGE_NAMES[asked]
}

/** "each point 5 min". */
export const bucketWords = ({ bucketMs }: MetricsBuckets): string => `each point ${formatDuration(bucketMs)}`
