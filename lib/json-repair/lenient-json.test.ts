import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generatedResults, serialisations } from './generated-results.ts'
import { type LenientValue, readLenient } from './lenient-json.ts'

/** The value with its bare words as `[text]`, and its fields in their order. */
function plain(value: LenientValue | null): unknown {
  if (value === null) return null
  if (value.kind === 'bare') return [value.text]
  if (value.kind === 'string') return value.value
  if (value.kind === 'list') return { list: value.items.map(plain) }
  return Object.fromEntries([...value.fields].map(([name, field]) => [name, plain(field)]))
}

/** The same of what `JSON.parse` gives. */
function plainOf(value: unknown): unknown {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return { list: value.map(plainOf) }
  if (typeof value !== 'object' || value === null) return [JSON.stringify(value)]
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, plainOf(field)]))
}

const read = (text: string) => plain(readLenient(text))

describe('what is read of JSON', () => {
  it('is what it says', () => {
    fc.assert(
      fc.property(generatedResults, (result) => {
        for (const text of serialisations(result)) expect(read(text)).toEqual(plainOf(JSON.parse(text)))
      }),
      { numRuns: 200 },
    )
  })

  it('tells names with a backslash from those with another escape', () => {
    const text = '{"\\\\": "a", "\\n": "b", "\\"": "c", "\\ud83d": "d", "x\\\\n": "e", "x\\n": "f"}'
    expect(read(text)).toEqual({ '\\': 'a', '\n': 'b', '"': 'c', '\ud83d': 'd', 'x\\n': 'e', 'x\n': 'f' })
  })

  it('has its numbers as they are written', () => {
    expect(read('{"a": 9007199254740993, "b": 1.50, "c": -0E+2}')).toEqual({
      a: ['9007199254740993'],
      b: ['1.50'],
      c: ['-0E+2'],
    })
  })
})

describe('noise', () => {
  it.each([
    ['a name without quotes', '{session_id: "x", $a-1: "y"}', { session_id: 'x', '$a-1': 'y' }],
    ['single quotes', `{'a': 'it\\'s "x"'}`, { a: 'it\'s "x"' }],
    ['a line comment', '// a\n{"a": "x", // b\n"b": 1 # {\n}# z', { a: 'x', b: ['1'] }],
    ['a block comment', '/* { */{/**/"a":/* , */"x"}', { a: 'x' }],
    [
      'a comment behind a bare word',
      '{"a": 1 // x\n, "b": 2 # y\n, "c": 3 /* z */}',
      { a: ['1'], b: ['2'], c: ['3'] },
    ],
    ['a comma too many', '{"a": ["x", ], }', { a: { list: ['x'] } }],
    [
      'a comma too few between lines',
      '{"a": "x"\n"b": 1\nc: ["y"\r\n2]}',
      { a: 'x', b: ['1'], c: { list: ['y', ['2']] } },
    ],
    ['a raw line break or tab in a string', '{"a": "x\n\ty"}', { a: 'x\n\ty' }],
    [
      'a bare word',
      '{"a": 12.5s, "b": n/a\n, "c": N/A , "d": two words}',
      { a: ['12.5s'], b: ['n/a'], c: ['N/A'], d: ['two words'] },
    ],
    ['a sign within a bare word', '{"a": C#}', { a: ['C#'] }],
  ])('is understood: %s', (_, text, value) => {
    expect(read(text)).toEqual(value)
  })
})

describe('what can be understood in more than one way is not understood', () => {
  it.each([
    ['a quote within a string', '{"a": "he said "no" twice"}'],
    ['a quote at the end of a string', '{"a": "say "no"", "b": 1}'],
    ['a quote before a colon', '{"a": "x": "y"}'],
    ['JSON within a string', '{"a": "{"b": "c"}"}'],
    ['a string without end', '{"a": "x}'],
    ['a string without beginning', '{"a": x"}'],
    ['an apostrophe within single quotes', "{'a': 'it's'}"],
    ['an apostrophe within a bare word', '{"a": it\'s}'],
    ['a colon within a bare word', '{"a": http://x}'],
    ['a bracket within a bare word', '{"a": f[0]}'],
    ['a comment within a bare word', '{"a": 1//x\n}'],
    ['a comment without end', '{"a": 1} /* x'],
    ['an escape that does not exist', '{"a": "C:\\Users"}'],
    ['an escaped apostrophe in double quotes', `{"a": "it\\'s"}`],
    ['an escape without enough digits', '{"a": "\\u12"}'],
    ['a missing comma on one line', '{"a": "x" "b": "y"}'],
    ['a missing comma before no field', '{"a": "x"\n"y"}'],
    ['a missing colon', '{"a" "x"}'],
    ['a missing value', '{"a": , "b": 1}'],
    ['two commas', '[1,,2]'],
    ['a comma at first', '{, "a": 1}'],
    ['a missing bracket', '{"a": [1}'],
    ['an end that is missing', '{"a": 1'],
    ['a name of two words', '{a b: 1}'],
    ['a name that comes twice', '{"a": 1, \'a\': 1}'],
    ['something behind the end', '{} x'],
    ['two values', '{}\n{}'],
    ['a NUL character', '{"a": "x\0"}'],
    ['a NUL character in a bare word', '{"a": 1\0}'],
    ['a byte order mark', '\ufeff{}'],
    ['a Markdown fence', '```json\n{}\n```'],
    ['nothing', ''],
  ])('such as %s', (_, text) => {
    expect(readLenient(text)).toBeNull()
  })

  it('and neither is what nests too deep', () => {
    expect(readLenient('['.repeat(200) + ']'.repeat(200))).not.toBeNull()
    expect(readLenient('['.repeat(201) + ']'.repeat(201))).toBeNull()
    expect(readLenient('{a:'.repeat(100_000))).toBeNull()
  })
})

describe('a long text', () => {
  it('is read at once', () => {
    const before = process.threadCpuUsage()
    const blanks = ' '.repeat(1_000_000)
    const backslashes = '\\\\'.repeat(500_000)
    expect(read(`{a: x${blanks}y${blanks}, b: "${backslashes}"}`)).toMatchObject({ a: [`x${blanks}y`] })
    expect(process.threadCpuUsage(before).user).toBeLessThan(2_000_000)
  })
})
