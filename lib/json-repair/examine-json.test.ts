import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hookResult, hookText } from '#lib/testing/hook-files.ts'
import { type Examination, examineJson, repairedBytes } from './examine-json.ts'
import { generatedResults, serialisations } from './generated-results.ts'

const RESULT = hookText(hookResult({ session_id: 'hourly_1' }, 0))

function examine(source: string | Uint8Array, proposalLimitBytes = 1_000_000): Examination {
  return examineJson(Buffer.from(source), { proposalLimitBytes })
}

function repaired(source: string | Uint8Array): string | null {
  const bytes = repairedBytes(examine(source))
  return bytes && Buffer.from(bytes).toString()
}

describe('a file', () => {
  it('is whole', () => {
    expect(examine(RESULT)).toEqual({ kind: 'whole' })
    expect(repaired(RESULT)).toBeNull()
  })

  it('was cut', () => {
    expect(examine(RESULT.slice(0, 40))).toMatchObject({
      kind: 'cut',
      cut: { partial: null, complete: ['session_id'] },
    })
    expect(repaired('{"a": "x')).toBe('{"a": "x"}\n')
  })

  it('has noise that a proposal understands', () => {
    const source = RESULT.replace('1500', '12.5s')
    expect(examine(source)).toMatchObject({
      kind: 'noise',
      reason: "Unexpected 's' in line 6, column 30: 12.5s is no number.",
      proposal: { agreement: 'same' },
    })
    expect(repaired(source)).toBe(RESULT.replace('1500', '"12.5s"'))
  })

  it('has noise behind a comment or a byte order mark', () => {
    expect(examine('// note\n{}')).toMatchObject({ kind: 'noise', proposal: { agreement: 'same' } })
    expect(examine('\ufeff{}')).toMatchObject({ kind: 'noise', proposal: { agreement: 'unclear' } })
  })

  it('has noise and was cut within a character', () => {
    const source = Buffer.from('{a: "xé').subarray(0, -1)
    expect(examine(source)).toMatchObject({
      kind: 'noise',
      proposal: { text: '{"a": "x"}\n', agreement: 'unclear' },
    })
  })
})

describe('the reason', () => {
  it.each([
    ['{"a": n/a}', "Unexpected '/' in line 1, column 8: n/a is no value."],
    ['{"a":\n True}', "Unexpected 'T' in line 2, column 2: True is no value."],
    ['{"ä": 01}', "Unexpected '1' in line 1, column 8: 01 is no number."],
    [
      '{"a": "x" y}',
      "Unexpected 'y' in line 1, column 11: a comma is missing before it, or a quote within a string is not escaped.",
    ],
    [
      '{"a": 1"b": 2}',
      "Unexpected '\"' in line 1, column 8: a comma is missing before it, or a quote within a string is not escaped.",
    ],
    ['{"a": "x\ny"}', 'Unexpected line break in line 1, column 9: within a string it must be escaped.'],
    ['{"a\t": 1}', 'Unexpected tab in line 1, column 4: within a string it must be escaped.'],
    [
      '{"a": "\u0001"}',
      'Unexpected character U+0001 in line 1, column 8: within a string it must be escaped.',
    ],
    ['{"a": "\\q"}', "Unexpected 'q' in line 1, column 9: there is no such escape."],
    ['{"a": 1,}', "Unexpected '}' in line 1, column 9: a comma stands before it."],
    ['[1,]', "Unexpected ']' in line 1, column 4: a value must stand before it."],
    ['{a: 1}', "Unexpected 'a' in line 1, column 2: a name must stand in double quotes."],
    ['{"a" 1}', "Unexpected '1' in line 1, column 6: a colon must stand between a name and its value."],
    ["['x']", 'Unexpected "\'" in line 1, column 2: a string must stand in double quotes.'],
    ['[1 // x\n]', "Unexpected '/' in line 1, column 4: JSON has no comments."],
    [
      '[\u00a01]',
      'Unexpected character U+00A0 in line 1, column 2: only spaces, tabs and line breaks may stand between values.',
    ],
    ['[😀]', "Unexpected '😀' in line 1, column 2: 😀 is no value."],
  ])('for %s is plain', (source, reason) => {
    expect(examine(source)).toMatchObject({ kind: 'noise', reason })
  })

  it('says where a file is too large for a proposal', () => {
    expect(examine('{"a": 12.5s}', 11)).toEqual({
      kind: 'noise',
      reason: "Unexpected 's' in line 1, column 11: 12.5s is no number; beyond 11 bytes nothing is proposed.",
      proposal: null,
    })
    expect(examine('{"a": 12.5s}', 12)).toMatchObject({ proposal: { agreement: 'same' } })
    expect(examine('', 0)).toMatchObject({ code: 'empty', reason: 'The file is empty.' })
  })
})

describe('a hopeless file', () => {
  it.each([
    ['empty', '', 'The file is empty.'],
    ['empty', ' \r\n\t', 'The file is empty.'],
    ['all_nul', '\0\0\0', 'The file holds nothing but NUL bytes.'],
    ['no_json', 'Error: out of memory', 'The file starts neither as a JSON object nor as a list.'],
    ['no_json', '"x', 'The file starts neither as a JSON object nor as a list.'],
    ['no_json', '1 2', 'The file starts neither as a JSON object nor as a list.'],
  ])('may be %s', (code, source, reason) => {
    expect(examine(source)).toMatchObject({ kind: 'hopeless', code, reason })
  })

  it('may hold NUL bytes, and the proposal goes without', () => {
    expect(examine('{"a": "x"}\n\0\0')).toEqual({
      kind: 'hopeless',
      code: 'nul_bytes',
      reason: 'A NUL byte stands in line 2, column 1.',
      proposal: {
        text: '{"a": "x"}\n',
        fields: [{ path: 'a', verdict: 'same', source: 'x', proposed: 'x' }],
        agreement: 'unclear',
      },
    })
  })

  it('may not be UTF-8', () => {
    const source = Buffer.from('{"a": "é",\n"b": "é?"}')
    source[source.indexOf('?')] = 0xff
    expect(examine(source)).toMatchObject({
      code: 'invalid_utf8',
      reason: 'What stands in line 2, column 8 is not UTF-8.',
      proposal: { text: '{"a": "é",\n"b": "é\ufffd"}\n', agreement: 'unclear' },
    })
  })

  it('may hold several values', () => {
    expect(examine(`${RESULT}{}\n[]`)).toMatchObject({
      code: 'several_values',
      reason: 'Another JSON value starts in line 16, column 1, behind a whole one.',
    })
  })

  it.each(['-service"\n    }\n}\n', '}', '{"a": 1', '{}{', 'x'])(
    'may have garbage behind a value, of which the value alone is proposed: %s',
    (garbage) => {
      expect(examine(RESULT + garbage)).toMatchObject({
        code: 'garbage_behind',
        reason: 'Something that is no JSON starts in line 16, column 1, behind a whole value.',
        proposal: { text: RESULT, agreement: 'unclear' },
      })
    },
  )
})

describe('any file', () => {
  it.each(['{"a":', '[', '{a:', "{'a':[", '[/**/'])('may nest without end: %s', (opening) => {
    const deep = opening.repeat(100_000)
    for (const source of [deep, `${deep}x`, `${deep}"x" y`]) {
      expect(examine(source, deep.length * 2).kind).not.toBe('whole')
    }
  })

  it('may nest deep and have garbage behind', () => {
    const lists = `${'['.repeat(100_000)}${']'.repeat(100_000)}x`
    expect(examine(lists)).toMatchObject({ code: 'garbage_behind', proposal: null })
    const objects = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`
    expect(examine(`${objects}x`)).toMatchObject({
      code: 'garbage_behind',
      proposal: { text: `${objects}\n`, agreement: 'unclear' },
    })
  })

  it('may be any bytes', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc
        .string({ unit: fc.constantFrom(...'{}[]:,"\'\\/*#\n u1ae-.+`\0'), maxLength: 30 })
        .map((text) => Buffer.from(text)),
    )
    fc.assert(
      fc.property(bytes, (source) => {
        const examination = examine(source)
        expect(examine(source)).toEqual(examination)
        const repair = repairedBytes(examination)
        if (repair !== null) JSON.parse(Buffer.from(repair).toString())
      }),
      { numRuns: 3000 },
    )
  })
})

/** The fields of `fields` that `others` does not have with that value. */
function missing(fields: object, others: object): string[] {
  const values = new Map(Object.entries(others))
  return Object.entries(fields).flatMap(([name, value]) =>
    values.has(name) && isDeepStrictEqual(values.get(name), value) ? [] : [name],
  )
}

/** How many fields are not what they were in a proposal that is judged the same, at worst; `null` in any other. */
function changedFields(text: string, examination: Examination): number | null {
  if (examination.kind !== 'noise' || examination.proposal?.agreement !== 'same') return null
  const whole: object = JSON.parse(text)
  const proposed: object = JSON.parse(examination.proposal.text)
  return Math.max(missing(whole, proposed).length, missing(proposed, whole).length)
}

/** Where, counted on from the end to the start again, and to which byte: mostly to one that means something. */
const flip = fc.record({
  at: fc.nat(1_000_000),
  to: fc.oneof(fc.constantFrom(...Buffer.from('{}[]:,"\'\\/#\n u1a.')), fc.nat(255)),
})

function flipped(text: string, flips: { at: number; to: number }[]): Uint8Array {
  const bytes = Buffer.from(text)
  for (const { at, to } of flips) bytes[at % bytes.length] = to
  return bytes
}

describe('a result with bytes that were changed', () => {
  it('is judged the same where all fields are what they were, but for the one that was hit', () => {
    let judgedSame = 0
    fc.assert(
      fc.property(generatedResults, flip, (result, hit) => {
        for (const text of serialisations(result)) {
          const changed = changedFields(text, examine(flipped(text, [hit])))
          if (changed !== null) judgedSame += 1
          expect(changed ?? 0).toBeLessThanOrEqual(1)
        }
      }),
      { numRuns: 3000 },
    )
    expect(judgedSame).toBeGreaterThan(0)
  })

  it('is examined whatever they are', () => {
    fc.assert(
      fc.property(generatedResults, fc.array(flip, { maxLength: 5 }), (result, hits) => {
        for (const text of serialisations(result)) {
          const examination = examine(flipped(text, hits))
          const isTrusted = 'proposal' in examination && examination.proposal?.agreement === 'same'
          expect(isTrusted && examination.kind === 'hopeless').toBe(false)
        }
      }),
      { numRuns: 500 },
    )
  })
})
