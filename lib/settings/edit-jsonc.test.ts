import { type ParseError, parse } from 'jsonc-parser'
import { describe, expect, it } from 'vitest'
import { editJsonc, type JsoncChange } from './edit-jsonc.ts'

/** As people write them: comments anywhere, tabs, CRLF, a byte-order mark, last commas, everything on one line. */
const FILES: Readonly<Record<string, string>> = {
  commented: `// Ours, since the spring.
{
  // How long an agent may be silent.
  "activeWindowMs": "5m", // five, as in the guide
  /* The proxy
     wants this one. */
  "port": 4680, // p
  "retention": { "completed": "7d", /* as agreed */ "failed": "30d" }, // r
  "alerts": {
    "rules": {
      // Flaky on Mondays.
      "error_rate": { "threshold": "25 %", "agents": { "vector-auditor": { "threshold": 0.5 } } },
    },
    "webhooks": [
      { "name": "team", "url": "https://example.org/x" }, // theirs
      // and ours:
      { "name": "own", "url": "http://10.0.0.7/", "format": "json" }
    ]
  } // the end
  // "settleMs": "1s"
}
// after all
`,
  plain: '{\n  "port": 4680,\n  "settleMs": 3000\n}\n',
  tabs: '{\n\t"port": 4680,\n\t"retention": {\n\t\t"logs": "9d"\n\t}\n}',
  windows: '\uFEFF{\r\n    "port": 4680, // p\r\n    "settleMs": "1s",\r\n}\r\n',
  'one line': '{ "port": 4680, "retention": {"completed":"7d"} }',
  'last comma on one line': '{ "port": 4680, }',
  tight: '{"port":4680,"settleMs":"1s"}',
  'commas first': '{\n  "port": 4680 // p\n  , "settleMs": "1s" // s\n}\n',
  'given twice': '{\n  "port": 1, // the first is not taken\n  "port": 4680\n}\n',
  empty: '{}',
  'a comment alone': '{ // nothing yet\n}\n',
  'no text': '',
  'comments and no object': '// Nothing yet,\n/* and nothing to come. */',
}

const CHANGES: readonly JsoncChange[] = [
  { path: ['activeWindowMs'], value: '9m' },
  { path: ['port'], value: 80 },
  { path: ['settleMs'], value: '2s' },
  { path: ['retention', 'completed'], value: '14d' },
  { path: ['retention', 'logs'], value: 'never' },
  { path: ['alerts', 'rules', 'error_rate', 'threshold'], value: '30 %' },
  { path: ['alerts', 'rules', 'no_results', 'enabled'], value: false },
  { path: ['schedule', 'clean_up', 'cron'], value: '0 3 * * *' },
  { path: ['port'], value: undefined },
  { path: ['settleMs'], value: undefined },
  { path: ['activeWindowMs'], value: undefined },
  { path: ['retention', 'completed'], value: undefined },
  { path: ['alerts'], value: undefined },
  { path: ['alerts', 'webhooks', 0], value: undefined },
  { path: ['alerts', 'webhooks', 1], value: undefined },
]

const CASES = Object.entries(FILES).flatMap(([name, text]) =>
  CHANGES.map((change) => ({ name, text, change, what: `${name}: ${JSON.stringify(change)}` })),
)

function read(text: string): unknown {
  if (text === '') return {}
  const errors: ParseError[] = []
  const options = { allowTrailingComma: true, allowEmptyContent: true }
  const value: unknown = parse(text.replace(/^\uFEFF/, ''), errors, options) ?? {}
  expect(errors, text).toEqual([])
  return value
}

const valueAt = (value: unknown, path: JsoncChange['path']): unknown =>
  path.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null
        ? new Map(Object.entries(inner)).get(String(name))
        : undefined,
    value,
  )

/** Whether all characters of one are in the other, in their order. */
function isWithin(part: string, whole: string): boolean {
  let at = 0
  for (const character of whole) if (character === part[at]) at += 1
  return at === part.length
}

/** Comments by themselves; no string of the files above holds anything that looks like one. */
const commentsOf = (text: string): string[] => text.match(/(?<!:)\/\/[^\r\n]*|\/\*[\s\S]*?\*\//g) ?? []

describe('changing JSON with comments', () => {
  it.each(CASES)('leaves JSON that says what was meant ($what)', ({ text, change }) => {
    const before = read(text)
    const after = read(editJsonc(text, change))
    const isInList = change.path.some((name) => typeof name === 'number')
    if (!isInList) expect(valueAt(after, change.path)).toEqual(change.value)
    // Whatever else was said is said still.
    const others = Object.entries(before as object).filter(([name]) => name !== change.path[0])
    expect(after).toMatchObject(Object.fromEntries(others))
  })

  it.each(CASES)('keeps every comment but those of what goes ($what)', ({ text, change }) => {
    const comments = commentsOf(text)
    const isWhole = change.value === undefined && change.path[0] === 'alerts'
    const inside =
      isWhole && change.path.length === 1 ? ['// Flaky on Mondays.', '// theirs', '// and ours:'] : []
    expect(commentsOf(editJsonc(text, change))).toEqual(
      comments.filter((comment) => !inside.includes(comment)),
    )
  })

  it.each(CASES)('loses no byte but those of what goes ($what)', ({ text, change }) => {
    const edited = editJsonc(text, change)
    const old = valueAt(read(text), change.path)
    if (change.value === undefined) expect(isWithin(edited, text)).toBe(true)
    else if (old === undefined) expect(isWithin(text, edited)).toBe(true)
    else
      expect([text.length - edited.length, isWithin(text.replace(JSON.stringify(old), ''), edited)]).toEqual([
        JSON.stringify(old).length - JSON.stringify(change.value).length,
        true,
      ])
  })

  it('replaces a value by itself, to the byte', () => {
    for (const text of Object.values(FILES)) {
      if (!text.includes('4680')) continue
      expect(editJsonc(text, { path: ['port'], value: 80 })).toBe(text.replace('4680', '80'))
    }
  })

  it('puts what is new behind the comment of the last, at the indentation of its neighbours', () => {
    expect(editJsonc(FILES.tabs ?? '', { path: ['retention', 'trash'], value: '1d' })).toBe(
      '{\n\t"port": 4680,\n\t"retention": {\n\t\t"logs": "9d",\n\t\t"trash": "1d"\n\t}\n}',
    )
    expect(editJsonc(FILES.windows ?? '', { path: ['runLimit'], value: 5 })).toBe(
      '\uFEFF{\r\n    "port": 4680, // p\r\n    "settleMs": "1s",\r\n    "runLimit": 5,\r\n}\r\n',
    )
    expect(editJsonc('{\n  "a": 1 // of a\n}', { path: ['b'], value: 2 })).toBe(
      '{\n  "a": 1, // of a\n  "b": 2\n}',
    )
    expect(editJsonc('', { path: ['a', 'b'], value: 1 })).toBe('{\n  "a": {\n    "b": 1\n  }\n}\n')
  })

  it('puts an object in the place of what cannot hold it', () => {
    const path = ['retention', 'failed']
    for (const wrong of ['5', '[]', 'null'])
      expect(editJsonc(`{ "retention": ${wrong} } // r`, { path, value: '8d' })).toBe(
        '{ "retention": {\n  "failed": "8d"\n} } // r',
      )
  })

  it('takes the line with what goes, and leaves the comments that stood around it', () => {
    const text = '{\n  "a": 1, // of a\n  // of b\n  "b": 2,\n  "c": 3\n}\n'
    expect(editJsonc(text, { path: ['b'], value: undefined })).toBe(
      '{\n  "a": 1, // of a\n  // of b\n  "c": 3\n}\n',
    )
    expect(editJsonc(text, { path: ['c'], value: undefined })).toBe(
      '{\n  "a": 1, // of a\n  // of b\n  "b": 2\n}\n',
    )
    expect(editJsonc(text, { path: ['nothing'], value: undefined })).toBe(text)
  })
})
