/** A group is named by the beginning of a text: what makes errors alike is said there. */
const LIMIT_CHARACTERS = 160
/** More of a text is not looked at, however long it is. */
const READ_CHARACTERS = 1000

/** What differs from one occurrence of an error to the next, and what stands for it. In this order. */
const VARIABLE: readonly [RegExp, string][] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<id>'],
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?/g, '<time>'],
  [/\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s"'<>)]{1,500}/gi, '<url>'],
  [/(?<![\w.])(?:~|[A-Za-z]:)?[\\/](?:[\w.@+-]{1,255}[\\/]){1,64}[\w.@+-]{0,255}/g, '<path>'],
  [/\b0x[0-9a-f]+\b/gi, '<hex>'],
  [/\b(?=[0-9a-f]*\d)[0-9a-f]{8,}\b/gi, '<hex>'],
  [/\d+(?:[.,]\d+)*/g, '<n>'],
  [/\s+/g, ' '],
]

/**
 * The text by which errors are grouped: its first 160 characters once ids, times, addresses, paths and numbers are
 * replaced by what they are. Two errors that differ in nothing else are the same error.
 */
export function normalizeError(error: string): string {
  let text = error.slice(0, READ_CHARACTERS)
  for (const [pattern, name] of VARIABLE) text = text.replace(pattern, name)
  // A cut between the halves of a character leaves half a one.
  return text.trim().slice(0, LIMIT_CHARACTERS).toWellFormed()
}
