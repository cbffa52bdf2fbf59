import { describe, expect, it } from 'vitest'
import { hookResult, hookText } from '#lib/testing/hook-files.ts'
import { type Cut, completeJson } from './complete-json.ts'

/** The completed text; the kind where there is none. */
function completed(source: string | Uint8Array): string {
  const completion = completeJson(Buffer.from(source))
  return completion.kind === 'completed' ? Buffer.from(completion.bytes).toString() : completion.kind
}

function cutOf(source: string): Cut | null {
  const completion = completeJson(Buffer.from(source))
  return completion.kind === 'completed' ? completion.cut : null
}

describe('what was cut', () => {
  it('keeps what stands whole exactly as it is written', () => {
    const source = '{ "n":9007199254740993,\n\t"x" : [1.50 , -0E+2],"n": "twice", "ä\\u00e4": {}, "m": 1'
    expect(completed(source)).toBe(
      '{ "n":9007199254740993,\n\t"x" : [1.50 , -0E+2],"n": "twice", "ä\\u00e4": {}}\n',
    )
  })

  it('keeps the beginning of a string', () => {
    expect(completed('{"result": "# Answer')).toBe('{"result": "# Answer"}\n')
    expect(completed('{"result": "')).toBe('{"result": ""}\n')
    expect(completed('["a", "b')).toBe('["a", "b"]\n')
  })

  it('loses a character that is there in part', () => {
    for (const rest of ['\\', '\\u', '\\u1', '\\u12', '\\u123', '\\\\\\']) {
      const kept = rest.startsWith('\\\\') ? 'x\\\\' : 'x'
      expect(completed(`{"a": "x${rest}`)).toBe(`{"a": "${kept}"}\n`)
    }
    const emoji = Buffer.from('{"a": "x😀')
    for (let missing = 1; missing <= 3; missing += 1) {
      expect(completed(emoji.subarray(0, -missing))).toBe('{"a": "x"}\n')
    }
    expect(completed(emoji)).toBe('{"a": "x😀"}\n')
  })

  it('loses the first half of a surrogate pair without the second', () => {
    for (const rest of ['', '\\', '\\u', '\\ud', '\\uDe', '\\ude0']) {
      expect(completed(`{"a": "x\\ud83D${rest}`)).toBe('{"a": "x"}\n')
    }
    expect(completed('{"a": "x\\ud83d\\ude00')).toBe('{"a": "x\\ud83d\\ude00"}\n')
  })

  it('keeps half a surrogate pair that was written so, and what only looks like one', () => {
    expect(completed('{"a": "\\ud83dx')).toBe('{"a": "\\ud83dx"}\n')
    expect(completed('{"a": "\\ud83d\\u00')).toBe('{"a": "\\ud83d"}\n')
    expect(completed('{"a": "\\\\ud83d')).toBe('{"a": "\\\\ud83d"}\n')
    expect(completed('{"a": "\\\\u12')).toBe('{"a": "\\\\u12"}\n')
  })

  it('loses keys, numbers and literals that may go on, with their key and the comma before', () => {
    for (const rest of [
      ',',
      ', ',
      ',"',
      ',"b',
      ',"b"',
      ',"b" :',
      ',"b":\n',
      ',"b":1',
      ',"b":-',
      ',"b":1.',
      ',"b":1e+',
    ]) {
      expect(completed(`{"a":"x"${rest}`)).toBe('{"a":"x"}\n')
    }
    for (const rest of [',', ',1', ',t', ',fals', ',nul']) expect(completed(`["x"${rest}`)).toBe('["x"]\n')
    expect(completed('{"m": {"a": [[], [1, 2')).toBe('{"m": {"a": [[], [1]]}}\n')
  })

  it('keeps literals that are whole, and numbers that something stands behind', () => {
    for (const value of ['true', 'false', 'null', '12 ', '1.5e3\n']) {
      expect(completed(`{"a": ${value}`)).toBe(`{"a": ${value.trim()}}\n`)
    }
  })

  it('may be cut before its first field', () => {
    for (const source of ['{', '{ ', '{"', '{"a', '{"a":', '{"a":1']) expect(completed(source)).toBe('{}\n')
    expect(completed('\n [')).toBe('\n []\n')
  })

  it('may lack its closing bracket only', () => {
    const text = hookText(hookResult({ session_id: 'hourly_1' }, 0))
    expect(completed(text)).toBe('whole')
    expect(completed(text.slice(0, -2))).toBe(`${text.slice(0, -3)}}\n`)
  })
})

describe('the place of the cut', () => {
  it('is named from the top', () => {
    expect(cutOf('{"status": "ok", "metadata": {"tool_name": "Task", "project_dir": "/ho')).toEqual({
      at: ['metadata', 'project_dir'],
      what: 'string',
      complete: ['status'],
      partial: 'metadata',
      leftOutBytes: 0,
    })
    expect(cutOf('{"a": [{}, {"b\\n": [true, "x')?.at).toEqual(['a', 1, 'b\n', 1])
  })

  it.each([
    ['{"a":"x', 'string', ['a'], 'a', 0],
    ['{"a":"x\\u00', 'string', ['a'], 'a', 4],
    ['{"a":{"b":"x","c', 'key', ['a'], 'a', 3],
    ['{"a', 'key', [], null, 2],
    ['{"a":12', 'number', ['a'], null, 6],
    ['{"a":-', 'number', ['a'], null, 5],
    ['{"a":tru', 'literal', ['a'], null, 7],
    ['{"a"', 'value', ['a'], null, 3],
    ['{"a": ', 'value', ['a'], null, 5],
    ['{"a": {', 'structure', ['a'], 'a', 0],
    ['{"a": {},', 'structure', [], null, 1],
    ['["x", ', 'structure', [], null, 2],
    ['["x", 1', 'number', [1], null, 3],
    ['{"a": true', 'structure', [], null, 0],
  ])('of %s is in a %s', (source, what, at, partial, leftOutBytes) => {
    expect(cutOf(source)).toMatchObject({ what, at, partial, leftOutBytes })
  })

  it('does not call a field whole that comes again and was cut then', () => {
    expect(cutOf('{"a": 1, "b": 2, "a": 3')).toMatchObject({ at: ['a'], complete: ['b'], partial: null })
    expect(cutOf('{"a": 1, "b": 2, "a": 3,')).toMatchObject({ complete: ['a', 'b'] })
  })
})

describe('what is not cut', () => {
  it('is whole, whatever it is', () => {
    for (const source of ['{}', ' [1, {"a": null}]\n', '12', '-0', '"x"', '"1"', 'true']) {
      expect(completed(source)).toBe('whole')
    }
  })

  it.each([
    ['nothing', ''],
    ['white space', ' \n'],
    ['a string, number or word on its own', '"x'],
    ['a string on its own that ends with a digit', '"1'],
    ['a number that is begun', '-'],
    ['a word that is begun', 'tru'],
    ['a raw line break in a string', '{"a": "x\ny'],
    ['a raw control character in a key', '{"a\u0001'],
    ['an escape that does not exist', '{"a": "\\x'],
    ['an escape without enough digits', '{"a": "\\u12g'],
    ['a quote that is not escaped', '{"a": "x"y'],
    ['a leading zero', '{"a": 01'],
    ['a number without digits', '{"a": -x'],
    ['a fraction without digits', '{"a": 1.}'],
    ['an exponent without digits', '{"a": 1e}'],
    ['a number with a unit', '{"a": 12.5s'],
    ['a word', '{"a": trux'],
    ['a key without quotes', '{a'],
    ['a field without colon', '{"a" "b"'],
    ['two commas', '[1,,'],
    ['a comma before the end', '{"a": 1,}'],
    ['a bracket that does not match', '{"a": [1}'],
    ['a byte order mark', '\ufeff{"a": 1'],
    ['a NUL byte', '{"a": "x"\0'],
    ['something behind the end', '{} {'],
    ['a comment', '{"a": 1 // x'],
    ['white space of another kind', '{\u00a0'],
  ])('may be %s', (_, source) => {
    expect(completed(source)).toBe('not_cut')
  })

  it('may be no UTF-8', () => {
    const start = Buffer.from('{"a": "')
    for (const bytes of [
      [0xff],
      [0xc3, 0x28],
      [0xe0, 0x80],
      [0xed, 0xa0],
      [0xf4, 0x90],
      [0xc0],
      [0x80],
      [0xf5],
    ]) {
      expect(completed(Buffer.concat([start, Buffer.from(bytes)]))).toBe('not_cut')
    }
    for (const bytes of [[0xe0], [0xe0, 0xa0], [0xed, 0x9f], [0xf0], [0xf4, 0x8f, 0xbf]]) {
      expect(completed(Buffer.concat([start, Buffer.from(bytes)]))).toBe('{"a": ""}\n')
    }
    expect(completed(Buffer.from([0x7b, 0xc3]))).toBe('not_cut')
    expect(completed(Buffer.from([0x22, 0xff, 0x22]))).toBe('not_cut')
  })
})
