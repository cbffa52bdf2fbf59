import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser'
import { GROUPS, NAMES } from './setting-specs.ts'

/** Some editors begin a file with it; it is no part of the JSON. */
export const BYTE_ORDER_MARK = '\uFEFF'

/**
 * JSON with comments, where a last comma is none too many, and a text that says nothing yet is `{}`. What is wrong is
 * added to `faults`, with its line.
 */
export function parseJsonc(text: string, path: string, faults: string[]): unknown {
  const errors: ParseError[] = []
  // A blank in its place, so that offsets stay what they are in the file.
  const content: unknown =
    parse(text.replace(/^\uFEFF/, ' '), errors, { allowTrailingComma: true, allowEmptyContent: true }) ?? {}
  for (const { error, offset } of errors)
    faults.push(`${path}: ${printParseErrorCode(error)} in line ${text.slice(0, offset).split('\n').length}`)
  if (errors.length === 0 && !isObject(content)) faults.push(`${path}: expected an object of settings`)
  return content
}

/** The settings of a config file by their names. What is wrong with the file is added to `faults`. */
export function parseConfigFile(text: string, path: string, faults: string[]): ReadonlyMap<string, unknown> {
  const content = parseJsonc(text, path, faults)
  if (!isObject(content)) return new Map()
  for (const key of Object.keys(content)) {
    if (key === 'home')
      faults.push(`${path}: "home" cannot be set by a file inside the home; use --home or TRINITAS_HOME`)
    else if (!GROUPS.includes(key) && !Object.hasOwn(NAMES, key)) {
      const known = [...Object.keys(NAMES), ...GROUPS].filter((name) => name !== 'home')
      faults.push(`${path}: unknown setting "${key}"; known are ${known.join(', ')}`)
    }
  }
  return new Map(Object.entries(content))
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
