export type ParsedSample = { name: string; labels: Record<string, string>; value: number }
export type ParsedFamily = {
  name: string
  type: string
  unit: string | null
  help: string | null
  samples: ParsedSample[]
}

/** What the names of a family's samples may end with (OpenMetrics 1.0, "Metric Types"). */
const SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  counter: ['_total', '_created'],
  gauge: [''],
  histogram: ['_bucket', '_count', '_sum', '_created'],
  info: ['_info'],
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*'
const NUMBER = String.raw`[+-]?(?:\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|Inf)|NaN`
const DESCRIPTOR = new RegExp(`^# (TYPE|UNIT|HELP) (${NAME}) (.*)$`)
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (${NUMBER})$`)
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|$)/y

/**
 * Reads OpenMetrics 1.0 as its grammar and its rules have it, and not a bit more. Throws what is wrong and where. Knows
 * what we use: no timestamps, exemplars, summaries and state sets.
 */
export function parseOpenMetrics(text: string): ParsedFamily[] {
  if (!text.endsWith('# EOF\n')) throw new Error('It does not end with # EOF.')
  const families: ParsedFamily[] = []
  for (const line of text.slice(0, -'# EOF\n'.length).split('\n').slice(0, -1)) readLine(line, families)
  families.forEach(checkFamily)
  return families
}

function readLine(line: string, families: ParsedFamily[]): void {
  const [, keyword, name = '', rest = ''] = DESCRIPTOR.exec(line) ?? []
  if (keyword === undefined) {
    readSample(line, families)
    return
  }
  let family = families.at(-1)
  if (family?.name !== name) {
    if (families.some((known) => known.name === name)) throw new Error(`${name} comes in two places.`)
    family = { name, type: 'unknown', unit: null, help: null, samples: [] }
    families.push(family)
  }
  if (family.samples.length > 0) throw new Error(`${keyword} of ${name} comes behind a sample.`)
  if (keyword === 'TYPE') family.type = rest
  else if (keyword === 'UNIT') family.unit = rest
  else family.help = unescapeText(rest)
}

function readSample(line: string, families: ParsedFamily[]): void {
  const [, name = '', labels = '', value = ''] = SAMPLE.exec(line) ?? []
  const family = families.at(-1)
  if (family === undefined || name === '') throw new Error(`No sample: ${line}`)
  const isOwn = SUFFIXES[family.type]?.some((suffix) => name === family.name + suffix)
  if (!isOwn) throw new Error(`${name} is no sample of the ${family.type} ${family.name}.`)
  family.samples.push({ name, labels: readLabels(labels), value: toNumber(value) })
}

function readLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {}
  LABEL.lastIndex = 0
  for (let at = 0; at < text.length; at = LABEL.lastIndex) {
    const [, name = '', value = ''] = LABEL.exec(text) ?? []
    if (name === '' || name in labels) throw new Error(`No labels: ${text}`)
    labels[name] = unescapeText(value)
  }
  return labels
}

const unescapeText = (text: string): string =>
  text.replace(/\\(.)/g, (_all, char: string) => (char === 'n' ? '\n' : char))

const toNumber = (text: string): number => Number(text.replace('Inf', 'Infinity'))

function checkFamily({ name, type, unit, help, samples }: ParsedFamily): void {
  if (!(type in SUFFIXES)) throw new Error(`${name} has the type ${type}.`)
  if (help === null || help === '') throw new Error(`${name} has no help.`)
  if (unit !== null && !name.endsWith(`_${unit}`)) throw new Error(`${name} does not end with ${unit}.`)
  const series = samples.map((sample) => JSON.stringify([sample.name, Object.entries(sample.labels).sort()]))
  if (new Set(series).size !== series.length) throw new Error(`${name} has a series twice.`)
  if (type !== 'gauge' && samples.some(({ value }) => !(value >= 0)))
    throw new Error(`${name} has a value below 0.`)
  if (type === 'histogram') checkHistogram(name, samples)
}

function checkHistogram(name: string, samples: readonly ParsedSample[]): void {
  for (const { labels, value: count } of samples.filter((sample) => sample.name === `${name}_count`)) {
    const buckets = samples.filter(
      ({ labels: { le, ...others } }) => le !== undefined && isEqual(others, labels),
    )
    const bounds = buckets.map(({ labels: { le = '' } }) => toNumber(le))
    if (bounds.at(-1) !== Number.POSITIVE_INFINITY) throw new Error(`${name} has no bucket for all.`)
    if (
      !isRising(bounds) ||
      !isRising(
        buckets.map(({ value }) => value),
        true,
      )
    )
      throw new Error(`${name} has buckets that do not rise.`)
    if (buckets.at(-1)?.value !== count) throw new Error(`${name} counts other than its last bucket.`)
    if (buckets.some(({ labels: { le = '' } }) => !/[.I]/.test(le)))
      throw new Error(`${name} has a bound that is not canonical.`)
  }
}

const isEqual = (one: object, other: object): boolean => JSON.stringify(one) === JSON.stringify(other)

const isRising = (values: readonly number[], orEqual = false): boolean =>
  values.every(
    (value, at) => at === 0 || value > (values[at - 1] ?? 0) || (orEqual && value === values[at - 1]),
  )
