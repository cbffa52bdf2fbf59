import type { LongText } from './long-text.ts'

/** How much white space more than a transcript's text a harness may hand over. */
const SLACK_CHARACTERS = 1000

/** Whether a text is what another ends with: all of it, or its last lines, but for white space around them. */
export function isLastText(text: LongText, whole: string | null): boolean {
  if (whole === null) return false
  let length = 0
  for (const piece of text.pieces()) length += piece.length
  // A longer one is none, and need not be held as a string.
  if (length > whole.length + SLACK_CHARACTERS) return false
  const ending = [...text.pieces()].join('').trim()
  const all = whole.trim()
  return ending !== '' && (all === ending || all.endsWith(`\n${ending}`))
}
