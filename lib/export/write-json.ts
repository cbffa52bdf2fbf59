/** Control characters, and what hides or reorders: JSON lets them stand as they are, and a terminal would obey them. */
const ACTIVE = /[\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}]/gu

/** JSON in which every character of a text can be seen; whoever reads it gets the text as it was. */
export function writeJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(ACTIVE, (char) =>
    [...Array(char.length).keys()]
      .map((at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  )
}
