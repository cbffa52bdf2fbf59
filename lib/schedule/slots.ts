import { Cron } from 'croner'

/** The due times of a job, epoch milliseconds. A pattern may have none at all, such as that of a 30th of February. */
export type Slots = {
  /** The first after `afterMs`. */
  next(afterMs: number): number | null
  /** The last at or before `atMs`. */
  last(atMs: number): number | null
  /** Which of them somebody means who calls just now. */
  meant(nowMs: number): number | null
}

/** What calls by a clock of its own may be early by as much: half a minute, or a tenth of the time between two. */
const EARLY_MS = 30_000
const EARLY_PART = 0.1

/**
 * Due times by five fields as in a crontab. `timeZone` is that of the machine unless it is named. Where clocks go
 * forward, what falls into the gap is due after it; where they go back, what has one time a day is due once.
 */
export function slotsOf(cron: string, timeZone?: string): Slots {
  const pattern = new Cron(cron, {
    mode: '5-part',
    paused: true,
    ...(timeZone ? { timezone: timeZone } : {}),
  })
  const next = (afterMs: number): number | null => pattern.nextRun(new Date(afterMs))?.getTime() ?? null
  const last = (atMs: number): number | null =>
    pattern.previousRuns(1, new Date(atMs + 1))[0]?.getTime() ?? null
  return {
    next,
    last,
    meant(nowMs) {
      const lastMs = last(nowMs)
      const nextMs = next(nowMs)
      if (lastMs === null || nextMs === null) return lastMs ?? nextMs
      const earlyMs = Math.min(EARLY_MS, (nextMs - lastMs) * EARLY_PART)
      return nextMs - nowMs <= earlyMs ? nextMs : lastMs
    },
  }
}
