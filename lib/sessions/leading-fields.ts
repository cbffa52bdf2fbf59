import { parseJson } from '#lib/store/parse-json.ts'

/**
 * The top-level fields of a JSON object that stand whole before `text` breaks off or goes wrong. A file that cannot be
 * parsed often still says whose it is: the hooks write `session_id` first.
 */
export function readLeadingFields(text: string): Map<string, unknown> {
  const fields = new Map<string, unknown>()
  let at = skip(text, 0, WHITE)
  if (text[at] !== '{') return fields
  at = skip(text, at + 1, WHITE)
  while (text[at] === '"') {
    const keyEnd = endOfString(text, at)
    const colon = keyEnd === -1 ? -1 : skip(text, keyEnd, WHITE)
    if (colon === -1 || text[colon] !== ':') break
    const start = skip(text, colon + 1, WHITE)
    const end = endOfValue(text, start)
    if (end === -1) break
    const key = parse(text.slice(at, keyEnd))
    const value = parse(text.slice(start, end))
    const next = skip(text, end, WHITE)
    // Only what a comma or the closing brace follows is known to be whole.
    if (value === undefined || typeof key !== 'string' || (text[next] !== ',' && text[next] !== '}')) break
    fields.set(key, value)
    if (text[next] === '}') break
    at = skip(text, next + 1, WHITE)
  }
  return fields
}

/**
 * The top-level fields at the end of a JSON object of which `tail` is the last part; `null` where `tail` does not end
 * as an object does. None where the last field alone is longer than `tail`.
 */
export function readTrailingFields(tail: string): Map<string, unknown> | null {
  const end = tail.trimEnd().length
  if (tail[end - 1] !== '}') return null
  const comma = firstComma(tail, end - 1)
  if (comma === -1) return new Map()
  const fields = parse(`{${tail.slice(comma + 1, end)}`)
  return typeof fields === 'object' && fields !== null ? new Map(Object.entries(fields)) : null
}

/**
 * The first comma between fields of the object that closes at `close`, or -1. Read backwards, since only behind the
 * closing brace it is certain that one is in no string.
 */
function firstComma(text: string, close: number): number {
  let first = -1
  let depth = 1
  for (let at = close - 1; at >= 0; at -= 1) {
    const char = text[at]
    if (char === '"') at = startOfString(text, at)
    else if (char === '}' || char === ']') depth += 1
    else if (char === '{' || char === '[') depth -= 1
    else if (char === ',' && depth === 1) first = at
  }
  return first
}

const WHITE = /\s/

function skip(text: string, from: number, what: RegExp): number {
  let at = from
  while (at < text.length && what.test(text.charAt(at))) at += 1
  return at
}

/** The index behind the closing quote, or -1. */
function endOfString(text: string, start: number): number {
  let at = text.indexOf('"', start + 1)
  while (at !== -1 && isEscaped(text, at)) at = text.indexOf('"', at + 1)
  return at === -1 ? -1 : at + 1
}

/** The index of the opening quote, or -1. */
function startOfString(text: string, close: number): number {
  let at = close === 0 ? -1 : text.lastIndexOf('"', close - 1)
  while (at > 0 && isEscaped(text, at)) at = text.lastIndexOf('"', at - 1)
  return at
}

function isEscaped(text: string, quote: number): boolean {
  let slashes = 0
  while (text[quote - 1 - slashes] === '\\') slashes += 1
  return slashes % 2 === 1
}

/** The index behind a value, or -1 where it does not end. */
function endOfValue(text: string, start: number): number {
  const char = text[start]
  if (char === '"') return endOfString(text, start)
  if (char === '{' || char === '[') return endOfContainer(text, start)
  const end = skip(text, start, /[^\s,{}[\]"]/)
  return end === start ? -1 : end
}

function endOfContainer(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length && at !== -1; at += 1) {
    const char = text[at]
    if (char === '"') {
      at = endOfString(text, at) - 1
      if (at < 0) return -1
    } else if (char === '{' || char === '[') depth += 1
    else if (char === '}' || char === ']') depth -= 1
    if (depth === 0) return at + 1
  }
  return -1
}

/** `undefined` for what is no JSON. */
function parse(text: string): unknown {
  const reading = parseJson(text)
  return reading.kind === 'value' ? reading.value : undefined
}
