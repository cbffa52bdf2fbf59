import { revealHidden } from '#lib/format/printable.ts'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/**
 * Any text for SVG or HTML, between tags or as a quoted attribute. What hides or reorders is shown as its code, which
 * also leaves no character that XML forbids but two, and those are replaced.
 */
export function escapeMarkup(text: string): string {
  return revealHidden(text)
    .replace(/[\uFFFE\uFFFF]/g, '\uFFFD')
    .replace(/[&<>"']/g, (char) => ENTITIES[char] ?? '')
}
