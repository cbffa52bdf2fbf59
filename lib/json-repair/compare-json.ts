import type { LenientValue } from './lenient-json.ts'

export type FieldComparison = {
  /** Dotted, e.g. `metadata.project_dir`; the elements of a list by their index. Empty for the top itself. */
  path: string
  verdict: 'same' | 'changed' | 'new' | 'lost' | 'unclear'
  /** What it says there, for people: at most 200 characters. */
  source: string | null
  proposed: string | null
}

const SHOWN_CHARACTERS = 200

/** Compares value by value; an object or list on both sides shows only as what it holds, unless that is nothing. */
export function compareValues(source: LenientValue, proposed: LenientValue): FieldComparison[] {
  return compareAt('', source, proposed)
}

/** What people are shown of a value. */
export function show(value: LenientValue): string {
  return shorten(write(value, SHOWN_CHARACTERS))
}

export const shorten = (text: string): string =>
  text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS - 1)}…` : text

function compareAt(path: string, source: LenientValue, proposed: LenientValue): FieldComparison[] {
  const before = children(source)
  const after = children(proposed)
  const areAlike = source.kind === proposed.kind
  if (!areAlike || before.size + after.size === 0) {
    const verdict = readsTheSame(source, proposed) ? 'same' : 'changed'
    return [{ path: shorten(path), verdict, source: show(source), proposed: show(proposed) }]
  }
  const names = new Set([...before.keys(), ...after.keys()])
  return [...names].flatMap((name) =>
    compareChild(path === '' ? name : `${path}.${name}`, before.get(name), after.get(name)),
  )
}

function compareChild(
  path: string,
  source: LenientValue | undefined,
  proposed: LenientValue | undefined,
): FieldComparison[] {
  if (source !== undefined && proposed !== undefined) return compareAt(path, source, proposed)
  if (source !== undefined)
    return [{ path: shorten(path), verdict: 'lost', source: show(source), proposed: null }]
  if (proposed !== undefined)
    return [{ path: shorten(path), verdict: 'new', source: null, proposed: show(proposed) }]
  return []
}

function children(value: LenientValue): ReadonlyMap<string, LenientValue> {
  if (value.kind === 'object') return value.fields
  return new Map(value.kind === 'list' ? value.items.map((item, index) => [String(index), item]) : [])
}

/** For values without children. */
function readsTheSame(source: LenientValue, proposed: LenientValue): boolean {
  if (source.kind === 'bare' && proposed.kind === 'bare') return source.text === proposed.text
  if (source.kind === 'bare' && proposed.kind === 'string') {
    return isWord(source.text) && source.text === proposed.value
  }
  if (source.kind === 'string' && proposed.kind === 'string') return source.value === proposed.value
  return source.kind === proposed.kind
}

/** Neither number nor literal, in JSON or where else results are written, which a string of the same text is not. */
function isWord(text: string): boolean {
  return Number.isNaN(Number(text)) && !LITERALS.has(text.replace(/^[+-]/, ''))
}

const LITERALS: ReadonlySet<string> = new Set([
  'true',
  'false',
  'null',
  'NaN',
  'Infinity',
  'undefined',
  'None',
  'True',
  'False',
])

/** Writes no more than a little beyond the limit, however much there is. */
function write(value: LenientValue, limitCharacters: number): string {
  if (value.kind === 'string') return value.value
  if (value.kind === 'bare') return value.text
  const isList = value.kind === 'list'
  let text = ''
  for (const [name, child] of children(value)) {
    if (text.length > limitCharacters) break
    text += `${text === '' ? '' : ', '}${isList ? '' : `${name}: `}${write(child, limitCharacters - text.length)}`
  }
  return isList ? `[${text}]` : `{${text}}`
}
