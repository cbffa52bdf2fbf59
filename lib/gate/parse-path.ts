/**
 * The decoded path of a request target, or `null` for one that two readers could read differently: another host's,
 * empty or dotted segments, slashes and control characters that are encoded, bytes that are no text.
 */
export function parsePath(target: string): string | null {
  const [encoded = ''] = target.split('?', 1)
  if (!encoded.startsWith('/') || /[\\#]|\/\/|%(?:2f|5c)/i.test(encoded)) return null
  const path = decode(encoded)
  if (path === null || /\p{Cc}/u.test(path)) return null
  return path.split('/').some((part) => part === '.' || part === '..') ? null : path
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    if (error instanceof URIError) return null
    throw error
  }
}
