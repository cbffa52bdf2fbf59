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
    const end = endOfScalar(text, start)
    if (end === -1) break
    const key = parseScalar(text.slice(at, keyEnd))
    const value = parseScalar(text.slice(start, end))
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
 * as an object does. Inside a string a quote is escaped, so an unescaped `, "key":` stands between fields.
 */
export function readTrailingFields(tail: string): Map<string, unknown> | null {
  if (!tail.trimEnd().endsWith('}')) return null
  for (const match of tail.matchAll(/,\s*"(?:[^"\\]|\\.){1,64}"\s*:/g)) {
    const candidate = parseObject(`{${tail.slice(match.index + 1)}`)
    if (candidate !== null) return candidate
  }
  return new Map()
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
  while (at !== -1) {
    let slashes = 0
    while (text[at - 1 - slashes] === '\\') slashes += 1
    if (slashes % 2 === 0) return at + 1
    at = text.indexOf('"', at + 1)
  }
  return -1
}

function endOfScalar(text: string, start: number): number {
  if (text[start] === '"') return endOfString(text, start)
  const end = skip(text, start, /[^\s,{}[\]"]/)
  return end === start ? -1 : end
}

function parseScalar(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function parseObject(text: string): Map<string, unknown> | null {
  const value = parseScalar(text)
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : null
}
