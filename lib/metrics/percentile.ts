/**
 * The nearest-rank percentile: the smallest value that at least `fraction` of all values do not exceed.
 * `sorted` is ascending; `fraction` is over 0, at most 1. `null` for no values.
 */
export function percentile(sorted: ArrayLike<number>, fraction: number): number | null {
  return sorted[Math.max(0, Math.ceil(fraction * sorted.length) - 1)] ?? null
}
