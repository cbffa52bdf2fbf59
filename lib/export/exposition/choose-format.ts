export const EXPOSITION_FORMATS = {
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
  prometheus: 'text/plain; version=0.0.4; charset=utf-8',
} as const
export type ExpositionFormat = keyof typeof EXPOSITION_FORMATS

type Range = { type: string; version: string | null; quality: number }

const OPEN_METRICS = 'application/openmetrics-text'
const PROMETHEUS = 'text/plain'

/**
 * Which of the two a client wants, by its Accept header (RFC 9110, 12.5.1). OpenMetrics only where it is named, and no
 * less wanted than the other: whoever takes anything, a browser say, gets what everything can read.
 */
export function chooseFormat(accept: string | null): ExpositionFormat {
  const ranges = parseAccept(accept ?? '')
  const named = ranges.filter(({ type, version }) => type === OPEN_METRICS && isOneOf(version, ['1.0.0']))
  const open = Math.max(0, ...named.map(({ quality }) => quality))
  return open > 0 && open >= qualityOfText(ranges) ? 'openmetrics' : 'prometheus'
}

/** What is most precise decides, even where it is wanted less. */
function qualityOfText(ranges: readonly Range[]): number {
  for (const type of [PROMETHEUS, 'text/*', '*/*']) {
    const matching = ranges.filter((range) => range.type === type && isOneOf(range.version, ['0.0.4']))
    if (matching.length > 0) return Math.max(...matching.map(({ quality }) => quality))
  }
  return 0
}

const isOneOf = (version: string | null, versions: readonly string[]): boolean =>
  version === null || versions.includes(version)

function parseAccept(accept: string): Range[] {
  return accept.split(',').flatMap((part) => {
    const [type = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase())
    if (type === '') return []
    const values = new Map(parameters.map(parseParameter))
    const quality = Number(values.get('q') ?? 1)
    const isValid = quality >= 0 && quality <= 1
    return [{ type, version: values.get('version') ?? null, quality: isValid ? quality : 0 }]
  })
}

function parseParameter(text: string): [name: string, value: string] {
  const [name = '', value = ''] = text.split('=', 2).map((part) => part.trim())
  return [name, value.replace(/^"(.*)"$/, '$1')]
}
