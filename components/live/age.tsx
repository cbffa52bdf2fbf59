'use client'

import { createContext, type ReactNode, useContext } from 'react'
import { formatTime } from '#lib/format/clock.ts'
import { formatAge, formatSince } from '#lib/format/duration.ts'
import { useHydrated } from './use-hydrated.ts'
import { useByNow, useNow } from './use-now.ts'

const RenderedAt = createContext(0)

/** Tells every age what time it was on the server, so that the first render is the same on both sides. */
export function ClockProvider({ renderedAtMs, children }: { renderedAtMs: number; children: ReactNode }) {
  return <RenderedAt value={renderedAtMs}>{children}</RenderedAt>
}

/** Epoch milliseconds, ticking each second; what it was on the server until the page is alive. */
export const useLiveNow = (): number => useNow(useContext(RenderedAt))

/** What follows from that time; it is drawn anew only where that is another. */
export const useByLiveNow = <T extends string | number | boolean>(select: (nowMs: number) => T): T =>
  useByNow(useContext(RenderedAt), select)

/** "12 s", ticking: how long something has lasted. */
export const Since = ({ atMs }: { atMs: number }) => formatSince(atMs, useLiveNow())

/** "12 s ago", ticking; the exact time on hover. */
export function Age({ atMs }: { atMs: number }) {
  const nowMs = useLiveNow()
  const hydrated = useHydrated()
  return (
    // The title is in the zone of whoever looks, which the server does not know.
    <time
      key={String(hydrated)}
      dateTime={new Date(atMs).toISOString()}
      title={formatTime(atMs)}
      suppressHydrationWarning
    >
      {formatAge(atMs, nowMs)}
    </time>
  )
}
