import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Cut, completeJson } from './complete-json.ts'
import { generatedResults, serialisations } from './generated-results.ts'

/** A surrogate pair of escapes without its last digit. */
const LONGEST_REST_BYTES = 11

/** What is wrong with the completion of `bytes` cut at `lengthBytes`; `null` where nothing is. */
function complaint(bytes: Uint8Array, whole: unknown, lengthBytes: number): string | null {
  const source = bytes.subarray(0, lengthBytes)
  const completion = completeJson(source)
  if (completion.kind !== 'completed') return completion.kind
  const { cut } = completion
  const keptBytes = lengthBytes - cut.leftOutBytes
  const text = Buffer.from(completion.bytes)
  const value: unknown = JSON.parse(text.toString())
  if (text.compare(source, 0, keptBytes, 0, keptBytes) !== 0) return 'it is no prefix of the source'
  if (!/^"?[\]}]+\n$/.test(text.subarray(keptBytes).toString())) return 'it adds more than what closes it'
  if (cut.what === 'string' && cut.leftOutBytes > LONGEST_REST_BYTES) return 'it loses more than a character'
  if (!isBeginning(value, whole, cut.at, cut.what)) return 'it says something else than the source'
  const names = [...cut.complete, ...(cut.partial === null ? [] : [cut.partial])]
  if (!isDeepStrictEqual(names.sort(), Object.keys(Object(value)).sort()))
    return 'its fields are not those named'
  const isPrecise = cut.complete.every((name) => isDeepStrictEqual(child(value, name), child(whole, name)))
  return isPrecise ? null : 'a field is not as whole as it is said to be'
}

/** Whether `value` holds nothing but what `whole` does, all of it the same but for what stands at `at`. */
function isBeginning(value: unknown, whole: unknown, at: Cut['at'], what: Cut['what']): boolean {
  const [name, ...rest] = at
  if (value === undefined) return what !== 'string' && what !== 'key' && what !== 'structure'
  if (name === undefined && what === 'string') return isBeginningOfString(value, whole)
  if (typeof value !== 'object' || value === null) return false
  // A number, a literal or a field without value must not be there at all.
  if (name === undefined && what !== 'key' && what !== 'structure') return false
  return (
    Object.keys(value).every(
      (key) => key === String(name) || isDeepStrictEqual(child(value, key), child(whole, key)),
    ) &&
    (name === undefined || isBeginning(child(value, String(name)), child(whole, String(name)), rest, what))
  )
}

function isBeginningOfString(value: unknown, whole: unknown): boolean {
  if (typeof value !== 'string' || typeof whole !== 'string') return false
  return whole.startsWith(value) && (value.isWellFormed() || !whole.isWellFormed())
}

function child(value: unknown, name: string): unknown {
  return Object.getOwnPropertyDescriptor(Object(value), name)?.value
}

/** One complaint per place at most, with the text that was cut there. */
function complaints(text: string): string[] {
  const bytes = Buffer.from(text)
  const whole: unknown = JSON.parse(text)
  const end = bytes.lastIndexOf('}')
  return Array.from({ length: end }, (_, at) => at + 1).flatMap((lengthBytes) => {
    const what = complaint(bytes, whole, lengthBytes)
    return what === null ? [] : [`${what}: ${bytes.subarray(0, lengthBytes)}`]
  })
}

describe('a result that is cut at any byte', () => {
  it('is completed with what was written of it, and nothing else', () => {
    fc.assert(
      fc.property(generatedResults, (result) => {
        for (const text of serialisations(result)) expect(complaints(text)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('loses no field again that more bytes had completed', () => {
    fc.assert(
      fc.property(generatedResults, (result) => {
        const bytes = Buffer.from(JSON.stringify(result))
        const counts = Array.from({ length: bytes.length - 1 }, (_, at) => {
          const completion = completeJson(bytes.subarray(0, at + 1))
          return completion.kind === 'completed' ? completion.cut.complete.length : -1
        })
        expect(counts).toEqual(counts.toSorted((a, b) => a - b))
        // The last field may be a number, which only the closing bracket makes whole.
        expect(counts.at(-1)).toBeGreaterThanOrEqual(Object.keys(result).length - 1)
      }),
      { numRuns: 30 },
    )
  })

  it('is whole with its last byte, and not cut with one more', () => {
    fc.assert(
      fc.property(generatedResults, (result) => {
        for (const text of serialisations(result)) {
          expect(completeJson(Buffer.from(text)).kind).toBe('whole')
          expect(completeJson(Buffer.from(`${text}}`)).kind).toBe('not_cut')
        }
      }),
      { numRuns: 60 },
    )
  })
})
