import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generatedResults, serialisations } from './generated-results.ts'
import { proposeJson } from './propose-json.ts'

function verdicts(text: string): Record<string, string> | null {
  const proposal = proposeJson(text)
  return proposal && Object.fromEntries(proposal.fields.map(({ path, verdict }) => [path, verdict]))
}

describe('a proposal that says the same as the source', () => {
  it.each([
    ['{"a": 12.5s}', '{"a": "12.5s"}\n'],
    ["{a: 'it\\'s', // c\n}", '{"a": "it\'s" \n}\n'],
    ['{"a": "x\ny", "b": [1, {},],}', '{"a": "x\\ny", "b": [1, {}]}\n'],
    ['{"a": "x"\n"b": 1}', '{"a": "x",\n"b": 1}\n'],
    ['{"a": 9007199254740993, "b": 1.50, "c": 1e999,}', '{"a": 9007199254740993, "b": 1.50, "c": 1e999}\n'],
    ['{"a": "\\u00e4", "b": "ä",}', '{"a": "\\u00e4", "b": "ä"}\n'],
  ])('is made for %s', (source, text) => {
    expect(proposeJson(source)).toMatchObject({ text, agreement: 'same' })
  })

  it('is JSON itself, where that is what it is made of', () => {
    fc.assert(
      fc.property(generatedResults, (result) => {
        for (const text of serialisations(result)) {
          const proposal = proposeJson(text)
          expect(proposal?.text).toBe(`${text.trim()}\n`)
          expect(proposal?.fields.filter(({ verdict }) => verdict !== 'same')).toEqual([])
        }
      }),
      { numRuns: 100 },
    )
  })

  it('shows what was compared', () => {
    expect(proposeJson('{"a": 12.5s, metadata: {"b": ["x", []], "c": {}}}')?.fields).toEqual([
      { path: 'a', verdict: 'same', source: '12.5s', proposed: '12.5s' },
      { path: 'metadata.b.0', verdict: 'same', source: 'x', proposed: 'x' },
      { path: 'metadata.b.1', verdict: 'same', source: '[]', proposed: '[]' },
      { path: 'metadata.c', verdict: 'same', source: '{}', proposed: '{}' },
    ])
  })
})

describe('a proposal that says something else', () => {
  it.each([
    ['a leading zero', '{"a": 01, "b": 1}', { a: 'changed', b: 'same' }],
    ['a number that JSON does not know', '{"a": 0x1F}', { a: 'changed' }],
    ['a fraction without digits', '{"a": 2., "b": .5}', { a: 'changed', b: 'changed' }],
    ['a minus alone', '{"a": -}', { a: 'changed' }],
    ['a literal of another language', '{"a": True, "b": None}', { a: 'changed', b: 'changed' }],
    ['undefined', '{"a": undefined}', { a: 'changed' }],
    ['quotes of print', '{"a": “x”}', { a: 'changed' }],
    ['quotes of HTML', '{"a": &quot;x&quot;}', { a: 'changed' }],
    ['white space of another kind', '{"a":\u00a01}', { a: 'changed' }],
    ['a number instead of two', '{"a": [1 2]}', { 'a.0': 'changed', 'a.1': 'new' }],
  ])('is known by it: %s', (_, source, fields) => {
    expect(verdicts(source)).toEqual(fields)
    expect(proposeJson(source)?.agreement).toBe('differs')
  })

  it('shows both, shortened', () => {
    const long = `True ${'x'.repeat(300)}`
    expect(proposeJson(`{"a": 01, "b": [“${long}”, 0${'1'.repeat(300)}]}`)?.fields).toEqual([
      { path: 'a', verdict: 'changed', source: '01', proposed: '01' },
      {
        path: 'b.0',
        verdict: 'changed',
        source: `“${long.slice(0, 198)}…`,
        proposed: `${long.slice(0, 199)}…`,
      },
      { path: 'b.1', verdict: 'changed', source: `0${'1'.repeat(198)}…`, proposed: `0${'1'.repeat(198)}…` },
    ])
  })
})

describe('a proposal that nothing can be said about', () => {
  it.each([
    ['quotes within a string', '{"a": "he said "no"", "b": 1}'],
    ['an end that is missing', '{"a": "x", "b": [1'],
    ['an escape that does not exist', '{"a": "C:\\Users", "b": 1}'],
    ['strings that are added up', '{"a": "x" + "y", "b": 1}'],
    ['calls', '{"a": NumberLong("2"), "b": ISODate("x")}'],
    ['dots', '{"a": 1, "b": [1, ...], ...}'],
    ['a value that is missing', '{"a": , "b": 1}'],
    ['a Markdown fence', '```json\n{"a": 1, "b": 2}\n```'],
    ['a bracket too many', '{"a": 1, "b": 2}}'],
    ['a bracket that does not match', '{"a": 1, "b": 2]'],
    ['a call around', 'callback({"a": 1, "b": 2})'],
    ['a name that comes twice', '{"a": 1, "b": 2, "a": 1}'],
    ['a byte order mark', '\ufeff{"a": 1, "b": 2}'],
  ])('is made of %s', (_, source) => {
    expect(proposeJson(source)?.agreement).toBe('unclear')
    expect(verdicts(source)).toEqual({ a: 'unclear', b: 'unclear' })
  })

  it('shows which names the source does not hold', () => {
    expect(proposeJson('{"a": "x", &quot;b&amp;c&quot;: 1, "d": "y" "z": 2')?.fields).toContainEqual({
      path: 'b&c',
      verdict: 'new',
      source: null,
      proposed: '1',
    })
  })

  it('is a list of several objects, or any list', () => {
    expect(proposeJson('{"a": 1}\n{"a": 2}')).toMatchObject({ fields: [], agreement: 'unclear' })
    expect(proposeJson('[1, 2,]')).toMatchObject({ text: '[1, 2]\n', agreement: 'unclear' })
  })
})

describe('what the library stops at and our reader does not', () => {
  it.each([
    ['a slash in a word', '{"a": n/a, "b": "x: n/a, # y"}', '{"a": "n/a", "b": "x: n/a, # y"}\n'],
    ['a hash before a comment', '{"a": 1 # n/a\n}', '{"a": 1 \n}\n'],
    ['both', "{a: N/A, # why\n'b': 9007199254740993,}", '{"a": "N/A", \n"b": 9007199254740993}\n'],
  ])('is put plainer first: %s', (_, source, text) => {
    expect(proposeJson(source)).toMatchObject({ text, agreement: 'same' })
  })

  it('is left as it is where our reader is in doubt', () => {
    expect(proposeJson('{"a": n/a, "b": "x"y"}')).toBeNull()
  })
})

describe('no proposal', () => {
  it.each([
    ['nothing', ''],
    ['a NUL character in a string', '{"a": "\0"}'],
    ['an escape without its digits', '{"a": "\\u00zz"}'],
    ['text before or behind', 'Result: {"a": 1}'],
    ['too many levels', '{"a":'.repeat(100_000)],
    ['too many levels of a list', '['.repeat(100_000)],
  ])('is made of %s', (_, source) => {
    expect(proposeJson(source)).toBeNull()
  })
})

describe('a quote within a text', () => {
  it.each([
    ['before what could be a comment', '{"a": "Load "//cdn.example/x.js" first. Then go on"\n}'],
    ['before a line that could be a comment', '{"a": "first "\n# second line\n}'],
    ['with a comma, before what could be a comment', '{"a": "first ", // "second"\n}'],
    ['before a line that could be a field', '{"a": "one\n line: two, "\n   key: 3}'],
    ['over several lines with what could be a comment', '{"a": "one\n two", /* three */ "b": 1}'],
    ['around what could be a field of another name', '{"#h": "true:,\n "//c": "12"}'],
  ])('is not taken for its end %s', (_, source) => {
    expect(proposeJson(source)?.agreement ?? 'unclear').not.toBe('same')
  })

  it('is not taken for its end where a field would have a name that no program gives', () => {
    expect(proposeJson('{"a": "one", "//": "two", status: "three"}')?.agreement).toBe('unclear')
    expect(proposeJson('{"a": "one", "queue_time-ms": "two", status: "three"}')?.agreement).toBe('same')
  })

  it('does not let a word lose what follows it', () => {
    expect(proposeJson('{"a": text // with a comment\n}')?.agreement ?? 'unclear').not.toBe('same')
    expect(proposeJson('{"a": NaN}')?.agreement ?? 'unclear').not.toBe('same')
  })
})
