import type { MetricsBuckets } from '#lib/model/metrics-view.ts'

/** However much changes: numbers that jump more often cannot be read. */
export const SHORTEST_PAUSE_MS = 2000
/** What the machine has is sampled while nothing else changes. */
const LONGEST_PAUSE_MS = 60_000

/** How long after `nowMs` a view is out of date though nothing is told; `null` where its range has ended for good. */
export function nextLookMs(
  { live, untilMs, bucketMs, startsMs }: MetricsBuckets,
  nowMs: number,
): number | null {
  if (!live && untilMs <= nowMs) return null
  const fullAtMs = live ? (startsMs.at(-1) ?? 0) + bucketMs : nowMs + LONGEST_PAUSE_MS
  return Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, fullAtMs - nowMs))
}

export type Pacer = {
  /** Looks after a pause, unless it will sooner. */
  within(pauseMs: number): void
  /** A look begins now; what was due is done with that. */
  looked(): void
  stop(): void
}

/** Calls `look` when it is due, and never sooner than `SHORTEST_PAUSE_MS` after the look before. */
export function createPacer(look: () => void): Pacer {
  let timer: ReturnType<typeof setTimeout> | undefined
  let dueAtMs = Number.POSITIVE_INFINITY
  let lookedAtMs = Number.NEGATIVE_INFINITY
  const stop = (): void => {
    clearTimeout(timer)
    dueAtMs = Number.POSITIVE_INFINITY
  }
  return {
    within(pauseMs) {
      const nowMs = performance.now()
      const atMs = Math.max(nowMs + pauseMs, lookedAtMs + SHORTEST_PAUSE_MS)
      if (atMs >= dueAtMs) return
      stop()
      dueAtMs = atMs
      timer = setTimeout(() => {
        dueAtMs = Number.POSITIVE_INFINITY
        look()
      }, atMs - nowMs)
    },
    looked() {
      stop()
      lookedAtMs = performance.now()
    },
    stop,
  }
}
