import { describe, expect, it } from 'vitest'
import { compareValues } from './compare-json.ts'
import { type LenientValue, readLenient } from './lenient-json.ts'

function read(text: string): LenientValue {
  const value = readLenient(text)
  if (value === null) throw new Error(`This cannot be read: ${text}`)
  return value
}

const verdicts = (source: string, proposed: string) =>
  compareValues(read(source), read(proposed)).map(({ path, verdict }) => [path, verdict])

describe('two values', () => {
  it.each([
    ['"x"', "'x'"],
    ['1.50', '1.50'],
    ['null', 'null'],
    ['12.5s', '"12.5s"'],
    ['{}', '{ }'],
    ['[]', '[ ]'],
  ])('are the same: %s and %s', (source, proposed) => {
    expect(verdicts(source, proposed)).toEqual([['', 'same']])
  })

  it.each([
    ['"x"', '"y"'],
    ['1.50', '1.5'],
    ['9007199254740993', '9007199254740992'],
    ['1', '"1"'],
    ['01', '"01"'],
    ['true', '"true"'],
    ['"1"', '1'],
    ['"x"', '{}'],
    ['{}', '[]'],
    ['[]', '""'],
    ['[1]', '1'],
  ])('are not the same: %s and %s', (source, proposed) => {
    expect(verdicts(source, proposed)).toEqual([['', 'changed']])
  })

  it('are compared field by field and element by element, whatever their order', () => {
    expect(verdicts('{a: 1, b: {c: [1, 2]}, d: 3}', '{e: 3, b: {c: [1]}, a: 1, f: []}')).toEqual([
      ['a', 'same'],
      ['b.c.0', 'same'],
      ['b.c.1', 'lost'],
      ['d', 'lost'],
      ['e', 'new'],
      ['f', 'new'],
    ])
    expect(verdicts('{a: []}', '{a: [1]}')).toEqual([['a.0', 'new']])
  })
})
