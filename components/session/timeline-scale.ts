import type { Run } from '#lib/model/run.ts'

/** As much of a run as the timeline shows: it is drawn in the browser, which need not have the rest. */
export type TimelineRun = Pick<Run, 'agent' | 'path' | 'outcome' | 'status' | 'endedAtMs' | 'executionMs'> & {
  /** Of an agent at work, whose bar is open: it reaches to now. */
  workSinceMs: number | null
}

export function toTimelineRun(run: Run): TimelineRun {
  const { agent, path, outcome, status, endedAtMs, executionMs, work } = run
  return { agent, path, outcome, status, endedAtMs, executionMs, workSinceMs: work?.startedAtMs ?? null }
}

export type TimelineBar = {
  run: TimelineRun
  /** Share of the axis from its left end, 0 to 1. */
  from: number
  /** Share of the axis; 0 for a run whose execution time is unknown: a mark at its end. */
  length: number
  /** What it took, or has taken so far; `null` is unknown. */
  tookMs: number | null
}

export type TimelineAxis = { bars: TimelineBar[]; spanMs: number; ticks: { at: number; offsetMs: number }[] }

/** Steps an axis is divided by: round numbers of seconds, minutes, hours and days. */
const STEPS_MS = [
  100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 3e4, 6e4, 12e4, 3e5, 6e5, 12e5, 18e5, 36e5, 72e5, 216e5, 432e5,
  864e5,
]
const MOST_TICKS = 6

/** All runs on one time axis from the session's start; execution time is length, and what runs ends now. Pure. */
export function scaleTimeline(
  runs: readonly TimelineRun[],
  startedAtMs: number,
  nowMs: number,
): TimelineAxis {
  const endOf = ({ workSinceMs, endedAtMs }: TimelineRun): number =>
    workSinceMs === null ? endedAtMs : Math.max(nowMs, workSinceMs)
  const endMs = runs.reduce((latest, run) => Math.max(latest, endOf(run)), startedAtMs)
  const spanMs = Math.max(1, endMs - startedAtMs)
  const share = (ms: number): number => Math.min(1, Math.max(0, ms / spanMs))
  const bars = runs.map((run) => {
    const tookMs = run.workSinceMs === null ? run.executionMs : endOf(run) - run.workSinceMs
    const length = share(tookMs ?? 0)
    return { run, tookMs, length, from: Math.max(0, share(endOf(run) - startedAtMs) - length) }
  })
  const stepMs =
    STEPS_MS.find((step) => spanMs / step <= MOST_TICKS) ?? Math.ceil(spanMs / MOST_TICKS / 864e5) * 864e5
  const ticks = Array.from({ length: Math.floor(spanMs / stepMs) + 1 }, (_, at) => ({
    at: share(at * stepMs),
    offsetMs: at * stepMs,
  }))
  return { bars, spanMs, ticks }
}
