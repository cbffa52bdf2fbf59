import { characterAt, describeCharacter, describePlace, isVisible, wordAround } from './describe-place.ts'
import type { Expected } from './scan-json.ts'

/**
 * Why a text is no JSON, in a sentence for people without its full stop: "Unexpected 's' in line 6, column 27: 12.5s is
 * no number".
 */
export function explainWrong(bytes: Uint8Array, at: number, expected: Expected): string {
  return `Unexpected ${describeCharacter(bytes, at)} in ${describePlace(bytes, at)}: ${hint(bytes, at, expected)}`
}

function hint(bytes: Uint8Array, at: number, expected: Expected): string {
  const char = characterAt(bytes, at)
  if (expected === 'less_depth') return 'it is nested too deep'
  if (expected === 'string_character') {
    return char < ' ' ? 'within a string it must be escaped' : 'there is no such escape'
  }
  if (!isVisible(char)) return 'only spaces, tabs and line breaks may stand between values'
  const { word, isStart } = wordAround(bytes, at)
  if (isStart && (char === '/' || char === '#')) return 'JSON has no comments'
  if (!isStart) return noValue(word)
  return hintAtStart(char, word, expected)
}

/** What is wrong with a character that something else, or nothing, should have begun with. */
function hintAtStart(char: string, word: string, expected: Expected): string {
  switch (expected) {
    case 'key':
    case 'first_key':
      return char === '}' ? 'a comma stands before it' : 'a name must stand in double quotes'
    case 'colon':
      return 'a colon must stand between a name and its value'
    case 'comma':
      return 'a comma is missing before it, or a quote within a string is not escaped'
    default:
      if (char === "'") return 'a string must stand in double quotes'
      return word === '' ? 'a value must stand before it' : noValue(word)
  }
}

function noValue(word: string): string {
  return /^[-+.]?[0-9]/.test(word) ? `${word} is no number` : `${word} is no value`
}
