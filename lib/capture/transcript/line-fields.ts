import { ownField } from '#lib/store/parse-json.ts'

/** A field of one line, where it is text. */
export function textField(line: unknown, ...path: string[]): string | null {
  const value = fieldOf(line, ...path)
  return typeof value === 'string' && value !== '' ? value : null
}

export function fieldOf(line: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((value, name) => ownField(value, name), line)
}

/** A number of tokens; anything that is none is 0. */
export function countField(line: unknown, name: string): number {
  const value = ownField(line, name)
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0
}

/** What ISO 8601 says with four digits for the year: no result may say another time. */
const FIRST_MS = Date.parse('0000-01-01T00:00:00.000Z')
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z')

/** Epoch milliseconds of an ISO 8601 time, or `null`. */
export function timeField(line: unknown, name: string): number | null {
  const value = ownField(line, name)
  const atMs = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return atMs >= FIRST_MS && atMs <= LAST_MS ? atMs : null
}

export type Block = { type: string | null; block: unknown }

/** The blocks of a message's content; text alone is one block. */
export function blocksOf(content: unknown): Block[] {
  if (typeof content === 'string') return [{ type: 'text', block: { type: 'text', text: content } }]
  return Array.isArray(content)
    ? content.map((block: unknown) => ({ type: textField(block, 'type'), block }))
    : []
}
