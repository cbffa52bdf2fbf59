import { describe, expect, it } from 'vitest'
import { changedParts, shortenMiddle } from './changed-parts.ts'

/** "plain[changed]plain" */
const marked = (source: string, proposed: string): string[] =>
  changedParts(source, proposed).map((parts) =>
    parts.map(({ text, changed }) => (changed ? `[${text}]` : text)).join(''),
  )

describe('where two lines differ', () => {
  it.each([
    ['"ms": 12.5s,', '"ms": "12.5s",', '"ms": [12.5s],', '"ms": ["12.5s"],'],
    ['"result": "half', '"result": "half"}', '"result": "half', '"result": "half["}]'],
    ['same', 'same', 'same', 'same'],
    ['', 'new', '', '[new]'],
    ['aa', 'a', 'a[a]', 'a'],
    ['x', 'y', '[x]', '[y]'],
  ])('of %j and %j is marked', (source, proposed, ...expected) =>
    expect(marked(source, proposed)).toEqual(expected),
  )

  it('no character of two halves is cut', () => {
    expect(marked('a😀b', 'a😁b')).toEqual(['a[😀]b', 'a[😁]b'])
    expect(marked('😀', '🐀')).toEqual(['[😀]', '[🐀]'])
    expect(marked('a\u{10000}b', 'a\u{10400}b')).toEqual(['a[\u{10000}]b', 'a[\u{10400}]b'])
  })
})

describe('a long text', () => {
  it('is shown by its ends, with how much is left out', () => {
    expect(shortenMiddle('abcdef', 6)).toEqual({ head: 'abcdef', skipped: 0, tail: '' })
    expect(shortenMiddle('abcdefg', 4)).toEqual({ head: 'ab', skipped: 3, tail: 'fg' })
  })

  it('is not cut within a character', () => {
    const { head, skipped, tail } = shortenMiddle('😀😀😀😀', 2)
    expect([head, skipped, tail]).toEqual(['', 6, '😀'])
  })
})
