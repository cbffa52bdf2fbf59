import { revealHidden } from './printable.ts'

const ESC = '\u001b'

/**
 * What terminals obey: CSI (colours, cursor), OSC and its kin up to their end, and the short ones (ECMA-48). A sequence
 * that never ends is cut at its introducer, which is then seen. Every repetition is bounded.
 */
const TERMINAL_CODES = new RegExp(
  [
    `(?:${ESC}\\[|\\u009b)[0-?]{0,64}[ -/]{0,8}[@-~]`,
    `(?:${ESC}[\\]PX^_]|[\\u0090\\u0098\\u009d-\\u009f])[^\\u0007\\u001b\\u009c]{0,4096}(?:\\u0007|${ESC}\\\\|\\u009c)`,
    `${ESC}[ -/]{0,8}[0-Z\\\\^-~]`,
  ].join('|'),
  'g',
)

/** A file that was truncated while somebody wrote to it begins with as many of these as there were bytes. */
const MANY_ZEROS = /\0{9,}/g

/**
 * A line of a log for a page or a terminal: codes that steer a terminal are taken out, and every other control or
 * format character is written as its code, tabs aside.
 */
export function showLogText(text: string): string {
  if (isPlain(text)) return text
  const shown = withoutTerminalCodes(text).replace(MANY_ZEROS, (zeros) => `\\u{0}×${zeros.length}`)
  return revealHidden(shown).replace(
    /[\r\n\u2028\u2029]/g,
    (char) => `\\u{${char.charCodeAt(0).toString(16)}}`,
  )
}

export const withoutTerminalCodes = (text: string): string => text.replace(TERMINAL_CODES, '')

/** Most lines hold nothing of the kind, which is told soonest. */
const isPlain = (text: string): boolean => !/[^\t -~]/.test(text)

/** Behind how many lines that was. */
export const PARTIAL_WORDS = 'of more than 1 MB, of which only the beginning was looked at, may match too'

/** A line of nothing but this is the inside of a key, which masking by line could not know. */
export const INSIDE_OF_KEY = /^[A-Za-z0-9+/]{60,80}={0,2}$/
