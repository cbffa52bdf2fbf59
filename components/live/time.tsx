'use client'

import { formatClock, formatTime } from '#lib/format/clock.ts'
import { useHydrated } from './use-hydrated.ts'

type Props = { atMs: number; clock?: boolean }

/**
 * A time in the zone of whoever looks, the day left out with `clock`. The server may be in another zone: what it wrote
 * is replaced once the page is alive.
 */
export function Time({ atMs, clock = false }: Props) {
  const hydrated = useHydrated()
  return (
    <time key={String(hydrated)} dateTime={new Date(atMs).toISOString()} suppressHydrationWarning>
      {clock ? formatClock(atMs) : formatTime(atMs)}
    </time>
  )
}
