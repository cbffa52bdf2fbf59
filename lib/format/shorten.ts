/**
 * The beginning of a text, of at most `limit` characters; a character of two halves is not cut in two. What is cut is a
 * copy, since a mere slice keeps all that it is a slice of: 32 MB for a name.
 */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text
  const splits = /[\uD800-\uDBFF]/.test(text[limit - 1] ?? '') && /[\uDC00-\uDFFF]/.test(text[limit] ?? '')
  return JSON.parse(JSON.stringify(text.slice(0, splits ? limit - 1 : limit)))
}
