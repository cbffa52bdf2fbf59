import fc from 'fast-check'

/** What is hard about strings, one by one: halves of surrogate pairs, what must be escaped, what is long in UTF-8. */
const HARD_CHARACTERS = [
  '\ud83d',
  '\ude00',
  '😀',
  '👩‍💻',
  '"',
  '\\',
  '/',
  'u',
  'd83d',
  '\n',
  '\t',
  '\u0001',
  'é',
  '漢',
  '{',
  ',',
]
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(...HARD_CHARACTERS), maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 10 }),
)
// Behind a quote that is lost, a name that starts with a slash may look like a comment. Once `JSON.parse` has seen a name
// with a backslash, it takes an escape for it (https://github.com/nodejs/node/issues/63785), and it is what tests compare with.
const name = fc
  .oneof(fc.constantFrom('session', 'größe', '😀', 'a"b'), text)
  .filter((key) => !/^[/_]|\\/.test(key))
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.constantFrom(9007199254740994, 1e21, -0.25),
)
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    number,
    fc.constantFrom(true, false, null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}))

/** Results as the hooks write them, with fields that nobody knows behind or before them. */
export const generatedResults: fc.Arbitrary<object> = fc
  .record({
    before: fc.dictionary(name, value, { maxKeys: 1, noNullPrototype: true }),
    session_id: text,
    execution_time_ms: number,
    result: text,
    error: fc.oneof(text, fc.constant(null)),
    metadata: fc.dictionary(name, value, { maxKeys: 3, noNullPrototype: true }),
    after: fc.dictionary(name, value, { maxKeys: 2, noNullPrototype: true }),
  })
  .map(({ before, after, ...fields }) => ({ ...before, ...fields, ...after }))

/** The three ways in which results are written. */
export function serialisations(result: object): string[] {
  const compact = JSON.stringify(result)
  return [`${JSON.stringify(result, null, 4)}\n`, compact, escapeNonAscii(compact)]
}

function escapeNonAscii(json: string): string {
  return json.replace(/[^ -~]/g, (unit) =>
    Array.from(
      { length: unit.length },
      (_, at) => `\\u${unit.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  )
}
