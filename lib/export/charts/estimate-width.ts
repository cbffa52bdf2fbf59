/** Roughly how wide a text will be, without its font: letters of other scripts may be as wide as they are high. */
export function estimateWidth(text: string, fontSize: number): number {
  let width = 0
  for (const char of text) width += (char.codePointAt(0) ?? 0) > 0x2000 ? 1 : 0.58
  return width * fontSize
}
