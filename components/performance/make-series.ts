import { highestOf, latestOf, type Series, sumOf, type Values } from './chart.ts'
import { lookOf } from './series-looks.ts'

/** A line with its number of the whole range; the others say which number that is. */
export const line = (key: string, name: string, values: Values, whole: Series['whole']): Series => ({
  key,
  name,
  values,
  look: lookOf(0),
  mark: 'line',
  whole,
})

export const counted = (key: string, name: string, values: Values): Series =>
  line(key, name, values, { value: sumOf(values), word: 'in all' })

export const highest = (key: string, name: string, values: Values): Series =>
  line(key, name, values, { value: highestOf(values), word: 'highest' })

export const latest = (key: string, name: string, values: Values): Series =>
  line(key, name, values, { value: latestOf(values), word: 'latest' })
