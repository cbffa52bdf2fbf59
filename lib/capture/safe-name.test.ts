import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { safeName, sessionName, stampOf, taskName } from './safe-name.ts'

describe('a name', () => {
  it.each([
    'run',
    'run_1',
    '20261123_211011_0a1b2c3d',
    'c0ffee00-0000-4000-8000-000000000001',
    'a b',
    'plugin:reviewer',
    '日本',
  ])('is the id itself where it can be: %s', (id) => expect(safeName(id, 100)).toBe(id))

  it.each([
    '',
    '.',
    '..',
    '.trash',
    '../x',
    '/etc/passwd',
    'a\0b',
    'a\nb',
    'a~2',
    '\u202Etxt',
    '\ud83d',
    'x'.repeat(300),
    '😀'.repeat(99),
  ])('is another where it cannot be: %j', (id) => {
    const name = safeName(id, 100)
    expect(name).not.toBe(id)
    expect(name).toMatch(/^[^./~\p{Cc}][^/~\p{Cc}]*$/u)
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(100)
    expect(name.isWellFormed()).toBe(true)
  })

  it('is never that of another id', () => {
    const id = fc.string({ unit: fc.constantFrom('a', '/', '.', '_', '~', '\0'), maxLength: 6 })
    fc.assert(
      fc.property(id, id, (one, other) => {
        expect(safeName(one, 40) === safeName(other, 40)).toBe(one === other)
      }),
      { numRuns: 2000 },
    )
  })

  it('leaves room for all parts of a file’s name', () => {
    const long = '日'.repeat(300)
    const name = `${sessionName(long)}_${taskName(long)}_${stampOf(Date.now())}.json`
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255)
    expect(stampOf(Date.now())).toMatch(/^\d{8}_\d{6}_\d{9}$/)
  })
})
