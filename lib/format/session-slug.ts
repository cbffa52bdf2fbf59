/**
 * A session id as one part of a URL's path. Ids come from the environment of whoever runs agents: they may hold
 * slashes or be "..", which browsers and servers resolve even when percent-encoded. So every byte that is not a
 * letter, digit, `_`, `-` or an inner `.` is written `~XX`.
 */
export function sessionSlug(id: string): string {
  let slug = ''
  for (const byte of new TextEncoder().encode(id)) {
    const char = String.fromCharCode(byte)
    slug += /[A-Za-z0-9_-]/.test(char) || (char === '.' && slug !== '') ? char : `~${hex(byte)}`
  }
  return slug
}

/** The id behind a slug, or `null` where the text is not one. */
export function parseSessionSlug(slug: string): string | null {
  if (!/^(?:[A-Za-z0-9_.-]|~[0-9A-F]{2})+$/.test(slug)) return null
  const bytes = slug
    .match(/~[0-9A-F]{2}|./g)
    ?.map((part) => (part[0] === '~' ? Number.parseInt(part.slice(1), 16) : part.charCodeAt(0)))
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(new Uint8Array(bytes ?? []))
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0')
}
