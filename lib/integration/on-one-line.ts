/** A name from files where a line break would begin something else: breaks become a space. */
export function onOneLine(text: string): string {
  return text.replace(/[\n\v\f\r\u0085\u2028\u2029]+/g, ' ')
}
