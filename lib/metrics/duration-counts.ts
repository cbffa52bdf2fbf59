import { DURATION_BINS, middleOfBin } from './duration-bins.ts'

/** Counts times by bin, to be used again and again: only the bins in use are looked at. */
export type DurationCounts = {
  add(bin: number): void
  /** The nearest-rank percentiles of what was counted, each `null` where nothing was; then it begins anew. */
  takePercentiles(fractions: readonly number[]): (number | null)[]
}

export function createDurationCounts(): DurationCounts {
  const counts = new Uint32Array(DURATION_BINS)
  let total = 0
  let lowest = DURATION_BINS
  let highest = -1
  const percentileOf = (fraction: number): number | null => {
    const rank = Math.max(1, Math.ceil(fraction * total))
    let seen = 0
    for (let bin = lowest; bin <= highest; bin += 1) {
      seen += counts[bin] ?? 0
      if (seen >= rank) return middleOfBin(bin)
    }
    return null
  }
  return {
    add(bin) {
      counts[bin] = (counts[bin] ?? 0) + 1
      total += 1
      if (bin < lowest) lowest = bin
      if (bin > highest) highest = bin
    },
    takePercentiles(fractions) {
      const percentiles = fractions.map(percentileOf)
      counts.fill(0, lowest, highest + 1)
      total = 0
      lowest = DURATION_BINS
      highest = -1
      return percentiles
    },
  }
}
