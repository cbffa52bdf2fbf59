/** What is wrong with settings, one sentence each. */
export type Faults = string[]

/** Whether a value can be a setting's; where not, what was expected instead. */
export type Given<T> = (value: unknown) => { ok: true; value: T } | { ok: false; expected: string }

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Reads fields of an object by name. A field that nobody knows is a fault, not a detail. */
export function readFields(
  object: Record<string, unknown>,
  known: readonly string[],
  at: (field: string) => string,
  faults: Faults,
): <T>(field: string, check: Given<T>, fallback: T) => T {
  for (const field of Object.keys(object))
    if (!known.includes(field)) faults.push(`${at(field)}: unknown; known are ${known.join(', ')}`)
  return (field, check, fallback) => {
    if (!Object.hasOwn(object, field)) return fallback
    const checked = check(object[field])
    if (checked.ok) return checked.value
    faults.push(`${at(field)} is ${JSON.stringify(object[field])}: expected ${checked.expected}`)
    return fallback
  }
}
