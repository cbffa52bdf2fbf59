/** Each bin is 2 % wider than the one before, so that its middle is within 1 % of all that lies in it. */
const GROWTH = 1.02
const SMALLEST_MS = 1e-3
const LOG_GROWTH = Math.log(GROWTH)

/** From a microsecond to over a year. */
export const DURATION_BINS = 2048

/** The bin of a time over 0, milliseconds. */
export function durationBin(durationMs: number): number {
  const bin = Math.floor(Math.log(durationMs / SMALLEST_MS) / LOG_GROWTH)
  return Math.max(0, Math.min(DURATION_BINS - 1, bin))
}

/** The time that is within 1 % of every time in a bin, milliseconds. */
export function middleOfBin(bin: number): number {
  return (SMALLEST_MS * GROWTH ** bin * 2 * GROWTH) / (GROWTH + 1)
}
