import type { MetricsChart } from '#lib/model/metrics-export.ts'
import type { SeriesLook } from './series-looks.ts'
import type { Unit } from './units.ts'

export type Values = readonly (number | null)[]

/** One line, or the bars of one kind, with the number that stands for all of it. */
export type Series = {
  /** In the URL where it is hidden. */
  key: string
  name: string
  /** One for each bucket; `null` is a gap. */
  values: Values
  look: SeriesLook
  mark: 'line' | 'bar'
  /** Of the whole range: the number, and which it is ("average", "in all", "highest"). */
  whole: { value: number | null; word: string }
}

/** The heat map is a table that is coloured. */
export type ChartId = Exclude<MetricsChart, 'heat-map'>

/** All that one chart shows, for whoever draws it, writes it as a table or into a file. */
export type Chart = {
  id: ChartId
  title: string
  /** What a value says, in a sentence. */
  about: string
  unit: Unit
  series: Series[]
  /** Over or under which an alert is raised. */
  threshold: { value: number; side: 'over' | 'under' } | null
  /** What is said where nothing is known, and why; without, that nothing is there. */
  empty?: string
}

/** The highest that is known; `null` where nothing is. */
export function highestOf(values: Values): number | null {
  return values.reduce<number | null>(
    (highest, value) => (value === null ? highest : Math.max(value, highest ?? value)),
    null,
  )
}

export function latestOf(values: Values): number | null {
  return values.findLast((value) => value !== null) ?? null
}

export function sumOf(values: Values): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0)
}

export const hasValues = ({ series }: Chart): boolean =>
  series.some(({ values }) => values.some((value) => value !== null))
