import type { Family, Label, Sample } from './families.ts'

/** OpenMetrics 1.0, whose text ends by saying so: what was cut short on its way is noticed. */
export function writeOpenMetrics(families: readonly Family[]): string {
  const lines = families.flatMap(({ name, type, unit, help, samples }) => [
    `# TYPE ${name} ${type}`,
    ...(unit === null ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${escapeValue(help)}`,
    ...samples.map((sample) => sampleLine(name, sample, canonicalBound)),
  ])
  return `${[...lines, '# EOF'].join('\n')}\n`
}

/** The Prometheus text format 0.0.4, which knows neither units nor infos, and types a counter under its full name. */
export function writePrometheus(families: readonly Family[]): string {
  const lines = families.flatMap(({ name, type, help, samples }) => {
    const fullName = name + (SUFFIXES[type] ?? '')
    return [
      `# HELP ${fullName} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`,
      `# TYPE ${fullName} ${type === 'info' ? 'gauge' : type}`,
      ...samples.map((sample) => sampleLine(name, sample, writeNumber)),
    ]
  })
  return `${lines.join('\n')}\n`
}

const SUFFIXES: Readonly<Partial<Record<Family['type'], string>>> = { counter: '_total', info: '_info' }

function sampleLine(
  name: string,
  { suffix, labels, value }: Sample,
  writeBound: (bound: number) => string,
): string {
  const pairs = labels.map((label) => writeLabel(label, writeBound))
  return `${name}${suffix}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${writeNumber(value)}`
}

const writeLabel = ([name, value]: Label, writeBound: (bound: number) => string): string =>
  `${name}="${typeof value === 'number' ? writeBound(value) : escapeValue(value)}"`

const escapeValue = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')

const writeNumber = (value: number): string =>
  value === Number.POSITIVE_INFINITY ? '+Inf' : value === Number.NEGATIVE_INFINITY ? '-Inf' : String(value)

/** OpenMetrics wants bounds written in one way: a whole number with its point, "30.0". */
const canonicalBound = (bound: number): string =>
  Number.isInteger(bound) ? bound.toFixed(1) : writeNumber(bound)
