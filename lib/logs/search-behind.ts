import type { LineMatcher } from './line-matcher.ts'
import type { LogSource } from './log-source.ts'
import { type RawLine, WHOLE_LINE_BYTES } from './read-lines.ts'
import { shownText } from './show-line.ts'

/**
 * Pieces overlap. Where secrets are masked, what lies near where one is cut is left to the other: there a secret may be cut
 * as well, and then is not known for one.
 */
const OVERLAP_BYTES = 256 * 1024
const NEAR_CHARACTERS = 16 * 1024

/** Whether a text is anywhere in a line, however long that is; memory holds a piece of it at a time. */
export async function isInLongLine(
  source: Pick<LogSource, 'read'>,
  { offset: begin, nextOffset: end }: RawLine,
  matcher: LineMatcher,
  mask: boolean,
): Promise<boolean> {
  for (let offset = begin; ; offset += WHOLE_LINE_BYTES - OVERLAP_BYTES) {
    const length = Math.min(WHOLE_LINE_BYTES, end - offset)
    const text = (await source.read(offset, length)).toString('utf8')
    const isLast = offset + length === end
    const shown = (): string => {
      if (!mask) return shownText(text, mask)
      // Many zeros are shown as their number, which would bring nearer what stands behind them.
      const masked = shownText(text.replaceAll('\0', '\ufffd'), mask)
      return masked.slice(offset === begin ? 0 : NEAR_CHARACTERS, isLast ? undefined : -NEAR_CHARACTERS)
    }
    if (mayHold(text, matcher) && matcher.test(shown())) return true
    // A file that became shorter has nothing more to read.
    if (isLast || text === '') return false
  }
}

/** Most texts hold nothing of what is looked for, which is told soonest of them as they are. */
export function mayHold(text: string, matcher: LineMatcher): boolean {
  // What steers a terminal may stand within a word.
  return text.includes('\u001b') || text.includes('\u009b') || matcher.test(text)
}
