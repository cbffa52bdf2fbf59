import { describe, expect, it } from 'vitest'
import { formatBytes } from './bytes.ts'
import { formatAge, formatDuration, parseDuration } from './duration.ts'
import { formatQuantity, formatRate } from './number.ts'
import { printable, revealHidden } from './printable.ts'
import { parseSessionSlug, sessionSlug } from './session-slug.ts'
import { quoteForShell } from './shell.ts'
import { shorten } from './shorten.ts'

describe('formatting', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 KB'],
    [9949, '9.9 KB'],
    [9951, '10 KB'],
    [999_499, '999 KB'],
    [999_500, '1.0 MB'],
    [130_000_000, '130 MB'],
  ])('writes %i bytes as %s', (sizeBytes, text) => expect(formatBytes(sizeBytes)).toBe(text))

  it.each([
    [null, '–'],
    [0, '0 ms'],
    [999, '999 ms'],
    [1234, '1.2 s'],
    [59_949, '60 s'],
    [59_950, '1 min'],
    [61_000, '1 min 1 s'],
    [3_599_999, '1 h'],
    [7_800_000, '2 h 10 min'],
    [90_000_000, '1 d 1 h'],
  ])('writes a duration of %s ms as %s', (durationMs, text) => expect(formatDuration(durationMs)).toBe(text))

  it.each([
    [0, 'now'],
    [1999, 'now'],
    [2000, '2 s ago'],
    [59_999, '59 s ago'],
    [60_000, '1 min ago'],
    [86_400_000, '1 d ago'],
    [-60_000, 'in 1 min'],
  ])('writes an age of %i ms as %s', (ageMs, text) => expect(formatAge(1e12 - ageMs, 1e12)).toBe(text))

  it.each([
    ['90s', 90_000],
    ['5m', 300_000],
    ['1.5h', 5_400_000],
    ['250', 250],
    ['5 minutes', null],
    ['', null],
    ['-5m', null],
  ])('reads the duration "%s" as %s', (text, durationMs) => expect(parseDuration(text)).toBe(durationMs))

  it.each([
    [null, '–'],
    [0, '0 %'],
    [1, '100 %'],
    [0.9999, '99.9 %'],
    [0.0001, '0.1 %'],
    [0.5, '50 %'],
    [0.922, '92.2 %'],
  ])('writes the rate %s as %s: never all for less than all', (rate, text) =>
    expect(formatRate(rate)).toBe(text),
  )

  it('counts one thing in the singular', () => {
    expect([formatQuantity(1, 'session'), formatQuantity(1200, 'session')]).toEqual([
      '1 session',
      '1,200 sessions',
    ])
  })

  it.each(['run', '..', '.', '../../etc/passwd', 'a b', '%2e', 'ü😀', '.hidden', 'a.b', 'a/b', '~7E'])(
    'makes "%s" one part of a path, and finds it again',
    (id) => {
      const slug = sessionSlug(id)
      expect(slug).toMatch(/^[A-Za-z0-9_~-][A-Za-z0-9_.~-]*$/)
      expect(new URL(`/sessions/${slug}`, 'http://x').pathname).toBe(`/sessions/${slug}`)
      expect(parseSessionSlug(slug)).toBe(id)
    },
  )

  it.each(['', '~', '~zz', '~FF', 'a b', '%41'])('takes "%s" for no session of a URL', (slug) =>
    expect(parseSessionSlug(slug)).toBeNull(),
  )

  it('writes what could steer a terminal as its code', () => {
    expect(printable('\u001b[2Jcalm\u202e\n')).toBe('\\u{1b}[2Jcalm\\u{202e}\\u{a}')
  })

  it('writes what hides or reorders as its code, and keeps what a text is made of', () => {
    expect(revealHidden('a\u202eb\u200bc\ud800d\u0007\u{e0041}')).toBe(
      'a\\u{202e}b\\u{200b}c\\u{d800}d\\u{7}\\u{e0041}',
    )
    for (const text of ['a\tb\nc\r\n', '👩‍👩‍👧', 'می‌خواهم', 'naïve ☕️']) expect(revealHidden(text)).toBe(text)
  })

  it.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'abc'],
    ['ab😀', 3, 'ab'],
    ['ab😀', 4, 'ab😀'],
    ['a😀b', 3, 'a😀'],
    ['ab\ud83d', 3, 'ab\ud83d'],
    ['', 3, ''],
  ])('shortens %j to %i as %j', (text, limit, short) => expect(shorten(text, limit)).toBe(short))

  it('quotes for a shell what a shell would take apart', () => {
    expect(quoteForShell('20261123_211011')).toBe('20261123_211011')
    expect(quoteForShell("it's; rm -rf")).toBe("'it'\\''s; rm -rf'")
    expect(quoteForShell('-rf')).toBe("'-rf'")
  })
})
