const asCode = (char: string): string => `\\u{${char.codePointAt(0)?.toString(16)}}`

/**
 * Text from files for a terminal, and for what names something: control and format characters, with which a file could
 * move the cursor, recolour, reverse or hide what is printed, and halves of characters, are written as their code.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, asCode)
}

/**
 * Text from files for a page that is read as text: line breaks and joiners of scripts and emoji stay, and what hides or
 * reorders is written as its code. A page runs no terminal codes, so that they are merely seen.
 */
export function revealHidden(text: string): string {
  return text.replace(HIDDEN, asCode)
}

/** Control characters but tab and line breaks, halves of characters, bidirectional overrides and isolates, zero width, tags. */
const HIDDEN =
  /(?![\t\n\r])\p{Cc}|[\p{Cs}\u061C\u202A-\u202E\u2066-\u2069\u200B\u2060-\u2064\u206A-\u206F\uFEFF\u{E0000}-\u{E007F}]/gu
