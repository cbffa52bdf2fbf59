import type { JobRun } from '#lib/model/job-run.ts'

const DAY_MS = 86_400_000
/** As long as the shortest retention: after that, all that was kept goes at once. */
export const GAP_LIMIT_MS = 7 * DAY_MS

/** Why retention waits for a person: since nothing ran for long, or since the clock is behind what it said before. */
export type Hold = { kind: 'gap' | 'clock_back' | 'earlier'; lastAtMs: number | null }

export type Held = {
  /** The last run that looked after retention, or should have, and the last that did; by when they were begun. */
  last: Pick<JobRun, 'retention' | 'startedAtMs'> | null
  lastRan: Pick<JobRun, 'startedAtMs'> | null
  /** Since when the job is on; `null` where it is not, and something else calls it. */
  sinceMs: number | null
  /** The due time before the one that is run. */
  slotBeforeMs: number | null
  nowMs: number
}

/** Whether retention waits, and why. Once it did, it goes on waiting until a person lets it run. */
export function holdOf({ last, lastRan, sinceMs, slotBeforeMs, nowMs }: Held): Hold | null {
  const lastAtMs = lastRan?.startedAtMs ?? sinceMs
  const wait = (kind: Hold['kind']): Hold => ({ kind, lastAtMs })
  if (last !== null && nowMs < last.startedAtMs) return { kind: 'clock_back', lastAtMs: last.startedAtMs }
  // Of a job that is due once a month, nothing was missed.
  const missed = lastAtMs !== null && slotBeforeMs !== null && slotBeforeMs > lastAtMs
  if (missed && nowMs - lastAtMs > GAP_LIMIT_MS) return wait('gap')
  return last?.retention === 'waited' ? wait('earlier') : null
}
