import type { DiskSample } from '#lib/model/alert.ts'

/** Beyond a year it does not fill in any sense that matters. */
export const LONGEST_FORECAST_MS = 365 * 86_400_000

/** A rate over less than this share of the window is chance, not a rate. */
const SHORTEST_SHARE = 1 / 6
const FEWEST_SAMPLES = 3

/**
 * How long until nothing is free at the rate of these samples (least squares, so that one file that is deleted makes no
 * difference), at most `LONGEST_FORECAST_MS`. `null` where they cover too little of the window.
 */
export function forecastDisk(samples: readonly DiskSample[], windowMs: number, nowMs: number): number | null {
  const within = samples.filter(({ atMs }) => atMs > nowMs - windowMs && atMs <= nowMs)
  const [first] = within
  const last = within.at(-1)
  if (first === undefined || last === undefined || within.length < FEWEST_SAMPLES) return null
  if (last.atMs - first.atMs < windowMs * SHORTEST_SHARE) return null
  if (last.freeBytes <= 0) return 0
  const fallingPerMs = -slopeOf(within)
  if (fallingPerMs <= 0) return LONGEST_FORECAST_MS
  return Math.min(LONGEST_FORECAST_MS, last.freeBytes / fallingPerMs)
}

function slopeOf(samples: readonly DiskSample[]): number {
  const meanAt = mean(samples.map(({ atMs }) => atMs))
  const meanFree = mean(samples.map(({ freeBytes }) => freeBytes))
  let together = 0
  let squares = 0
  for (const { atMs, freeBytes } of samples) {
    together += (atMs - meanAt) * (freeBytes - meanFree)
    squares += (atMs - meanAt) ** 2
  }
  return squares === 0 ? 0 : together / squares
}

const mean = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value / values.length, 0)
