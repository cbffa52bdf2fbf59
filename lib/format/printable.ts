/**
 * Text from files for a terminal: control and format characters, with which a file could move the cursor, recolour or
 * reverse what is printed, are written as their code.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`)
}
