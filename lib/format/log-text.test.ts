import { describe, expect, it } from 'vitest'
import { showLogText } from './log-text.ts'

describe('a line of a log', () => {
  it.each([
    ['colours', '\u001b[1;31mred\u001b[0m', 'red'],
    ['a move of the cursor', 'a\u001b[2J\u001b[Hb', 'ab'],
    ['a title', '\u001b]0;owned\u0007text', 'text'],
    ['a link', '\u001b]8;;http://evil\u001b\\here\u001b]8;;\u001b\\', 'here'],
    ['a one-byte introducer', '\u009b31mred', 'red'],
    ['a sequence without an end', 'a\u001b]0;owned', 'a\\u{1b}]0;owned'],
    ['a lone introducer at the end', 'a\u001b', 'a\\u{1b}'],
    ['a return', 'visible\rhidden', 'visible\\u{d}hidden'],
    ['a turned name', 'gpj\u202egnp', 'gpj\\u{202e}gnp'],
    ['a separator of lines', 'a\u2028b', 'a\\u{2028}b'],
    ['a zero', 'a\0b', 'a\\u{0}b'],
    ['many zeros', `${'\0'.repeat(5000)}b`, '\\u{0}×5000b'],
    ['a tab and other scripts', 'a\tä 日本 👍', 'a\tä 日本 👍'],
  ])('with %s is shown without acting', (_what, text, shown) => {
    expect(showLogText(text)).toBe(shown)
  })

  it('takes no longer than its length, whatever it holds', () => {
    const startedMs = performance.now()
    for (const unit of ['\u001b', '\u001b[', '\u001b[0;', '\u001b]0;', '\u009b1', '\u001bP\u001b'])
      showLogText(unit.repeat(20_000))
    expect(performance.now() - startedMs).toBeLessThan(2000)
  })
})
