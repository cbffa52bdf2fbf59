import { JSONRepairError, jsonrepair } from 'jsonrepair'
import { compareValues, type FieldComparison, shorten, show } from './compare-json.ts'
import { clarify, type LenientValue, readLenient } from './lenient-json.ts'

export type Proposal = {
  /** Strict JSON with a final line break. */
  text: string
  fields: FieldComparison[]
  /** Whether the proposal says what the source says. `unclear` where that cannot be known, or is no object. */
  agreement: 'same' | 'differs' | 'unclear'
}

/**
 * What a guess at the JSON that was meant comes to, set against what our own careful reader finds in the source. `null`
 * where nothing can be guessed. Takes up to quadratic time, so `text` must not be long.
 */
export function proposeJson(text: string): Proposal | null {
  const guess = guessJson(text) ?? guessClarified(text)
  if (guess === null) return null
  const source = readLenient(text)
  const proposed = readLenient(guess)
  if (source === null || proposed === null) {
    return { text: guess, fields: unclearFields(text, guess, proposed), agreement: 'unclear' }
  }
  const fields = compareValues(source, proposed)
  return { text: guess, fields, agreement: agreementOf(fields, proposed) }
}

/** The library stops at a slash in a word, as in "n/a", and at a hash; we do not. */
function guessClarified(text: string): string | null {
  const clear = clarify(text)
  return clear === null ? null : guessJson(clear)
}

function guessJson(text: string): string | null {
  try {
    // The library breaks JSON that is right: `["["]` becomes `["",[""]]`.
    const guess = isJson(text) ? text : jsonrepair(text)
    return isJson(guess) ? `${guess.trim()}\n` : null
  } catch (error) {
    // The latter is thrown for too many levels.
    if (error instanceof JSONRepairError || error instanceof RangeError) return null
    throw error
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}

function agreementOf(fields: FieldComparison[], proposed: LenientValue): Proposal['agreement'] {
  if (fields.some((field) => field.verdict !== 'same')) return 'differs'
  if (proposed.kind !== 'object') return 'unclear'
  return [...proposed.fields.keys()].every((name) => PLAIN_NAME.test(name)) ? 'same' : 'unclear'
}

/** A field of another name is likelier the rest of a text, whose quotes nobody escaped, than one that a program wrote. */
const PLAIN_NAME = /^[A-Za-z_$][A-Za-z0-9_$-]*$/

/** The top-level fields of a proposal that nothing can be compared with. */
function unclearFields(text: string, guess: string, proposed: LenientValue | null): FieldComparison[] {
  const top: unknown = JSON.parse(guess)
  if (typeof top !== 'object' || top === null || Array.isArray(top)) return []
  return Object.keys(top).map((name) => {
    const value = proposed?.kind === 'object' ? proposed.fields.get(name) : undefined
    const verdict = occurs(text, name) ? 'unclear' : 'new'
    return { path: shorten(name), verdict, source: null, proposed: value === undefined ? null : show(value) }
  })
}

/** A name may be written with escapes; then it is not looked for. */
function occurs(text: string, name: string): boolean {
  return text.includes(name) || text.includes('\\')
}
