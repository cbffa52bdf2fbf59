/** One number of a metric. `suffix` is what its name has behind that of the family. */
export type Sample = { suffix: string; labels: readonly Label[]; value: number }

/** A label's value; that of `le` is a number, which the two formats write differently. */
export type Label = readonly [name: string, value: string | number]

export type FamilyType = 'counter' | 'gauge' | 'histogram' | 'info'

/** A metric as OpenMetrics names it: a counter without `_total`, and the unit at the end of the name. */
export type Family = {
  name: string
  type: FamilyType
  unit: 'seconds' | 'bytes' | null
  help: string
  samples: readonly Sample[]
}

/** A gauge of one number; none at all where that is unknown. */
export function gauge(name: string, unit: Family['unit'], help: string, value: number | null): Family[] {
  if (value === null) return []
  return [{ name, type: 'gauge', unit, help, samples: [{ suffix: '', labels: [], value }] }]
}
