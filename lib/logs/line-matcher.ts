import { RE2JS, RE2JSException } from 're2js'
import { AppError } from '#lib/errors.ts'
import type { LogFilter, TextRange } from '#lib/model/log.ts'

/** Finds what somebody looks for, in time that grows with the text alone, whatever the pattern. */
export type LineMatcher = {
  test(text: string): boolean
  /** Where it is found, the first few times. */
  find(text: string): TextRange[]
  /** Whether a text of many lines can be told at once to hold no match in any of them. */
  seesLines: boolean
  /** Whether it is a mere text, which can be looked for in pieces of a line. */
  isText: boolean
  /** Whether it takes its time, so that little is looked through at once. */
  isSlow: boolean
}

const SHOWN_MATCHES = 50
const PATTERN_CHARACTERS = 500

/** Throws `AppError('request_invalid')` for a pattern that is none. `null` where nothing is looked for. */
export function createMatcher(wanted: LogFilter['text']): LineMatcher | null {
  if (wanted === null || wanted.text === '') return null
  return wanted.kind === 'plain' ? textMatcher(wanted.text, 'i') : patternMatcher(wanted.text)
}

/** An escaped text has nothing to go back to: the engine of the language is the quickest. */
function textMatcher(text: string, flags: '' | 'i'): LineMatcher {
  const first = new RegExp(RegExp.escape(text), flags)
  const every = new RegExp(RegExp.escape(text), `g${flags}`)
  return {
    test: (line) => first.test(line),
    find: (line) =>
      [...line.matchAll(every).take(SHOWN_MATCHES)].map(
        (match): TextRange => [match.index, match.index + match[0].length],
      ),
    seesLines: true,
    isText: true,
    isSlow: false,
  }
}

/** A pattern in which nothing has a meaning; without case only of letters that all engines know the same of. */
const MERE_TEXT = /^(?:(\(\?i\))(?=[ -~]+$))?([^\\^$.|?*+()[\]{}]+)$/

/** RE2 has no look-around and no back references, and so never goes back; the language's own engine may for ever. */
function patternMatcher(pattern: string): LineMatcher {
  const expression = compile(pattern)
  const [, ignoresCase, text] = MERE_TEXT.exec(pattern) ?? []
  if (text !== undefined) return textMatcher(text, ignoresCase ? 'i' : '')
  return {
    test: (line) => expression.test(line),
    find(line) {
      const matcher = expression.matcher(line)
      const found: TextRange[] = []
      while (found.length < SHOWN_MATCHES && matcher.find())
        if (matcher.end() > matcher.start()) found.push([matcher.start(), matcher.end()])
      return found
    },
    // What asks for the beginning or the end of all, or switches off that lines count, is not the same of many.
    seesLines: !/\\[Az]|\(\?[a-zA-Z]*-/.test(pattern),
    isText: false,
    isSlow: true,
  }
}

function compile(pattern: string): RE2JS {
  if (pattern.length > PATTERN_CHARACTERS)
    throw new AppError('request_invalid', `The pattern is longer than ${PATTERN_CHARACTERS} characters.`)
  try {
    return RE2JS.compile(pattern, RE2JS.MULTILINE)
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    throw new AppError(
      'request_invalid',
      `The pattern is not one of RE2, which knows no look-around and no back references: ${error.message.replace('(?m)', '')}.`,
      { cause: error },
    )
  }
}
