/** A stretch of a line, and whether the other line says something else there. */
export type Part = { text: string; changed: boolean }

/** Two lines, each as what they begin alike with, where they differ, and what they end alike with. */
export function changedParts(source: string, proposed: string): [source: Part[], proposed: Part[]] {
  const most = Math.min(source.length, proposed.length)
  let head = 0
  while (head < most && source[head] === proposed[head]) head += 1
  head = wholeAt(source, head)
  let tail = 0
  while (tail < most - head && source.at(-1 - tail) === proposed.at(-1 - tail)) tail += 1
  // Of a character of two halves the second may be alike and the first not.
  if (isSecondHalf(source, source.length - tail)) tail -= 1
  return [partsOf(source, head, tail), partsOf(proposed, head, tail)]
}

function partsOf(line: string, head: number, tail: number): Part[] {
  const parts = [
    { text: line.slice(0, head), changed: false },
    { text: line.slice(head, line.length - tail), changed: true },
    { text: line.slice(line.length - tail), changed: false },
  ]
  return parts.filter(({ text }) => text !== '')
}

/** The beginning and the end of a long text, and how many characters between them are left out. */
export type Shortened = { head: string; skipped: number; tail: string }

export function shortenMiddle(text: string, limit: number): Shortened {
  if (text.length <= limit) return { head: text, skipped: 0, tail: '' }
  const head = wholeAt(text, Math.ceil(limit / 2))
  const tail = wholeAt(text, text.length - Math.floor(limit / 2))
  return { head: text.slice(0, head), skipped: tail - head, tail: text.slice(tail) }
}

/** A place at or before this one that does not cut a character of two halves. */
const wholeAt = (text: string, at: number): number => (isSecondHalf(text, at) ? at - 1 : at)

const isSecondHalf = (text: string, at: number): boolean =>
  /[\uDC00-\uDFFF]/.test(text[at] ?? '') && /[\uD800-\uDBFF]/.test(text[at - 1] ?? '')
