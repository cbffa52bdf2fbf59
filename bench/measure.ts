import { percentile } from '#lib/metrics/percentile.ts'

/** One line of the report. `limit` is what the product promises; `value` must not be over it. */
export type Measure = {
  name: string
  value: number
  limit: number
  unit: 'times' | 'ms' | 'MB' | 'KB'
  detail: string
}

export const median = (values: readonly number[]): number => at(values, 0.5)
export const p95 = (values: readonly number[]): number => at(values, 0.95)

function at(values: readonly number[], fraction: number): number {
  return (
    percentile(
      values.toSorted((a, b) => a - b),
      fraction,
    ) ?? Number.NaN
  )
}

export const round = (value: number): number =>
  value < 10 ? Math.round(value * 100) / 100 : Math.round(value)
