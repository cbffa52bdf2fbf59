export type Fetched<T> = { ok: true; value: T } | { ok: false; message: string; status?: number }

/** Asks our own API. A refusal or a lost connection is a message to show; leaving early is none at all. */
export function fetchJson<T>(url: string, signal: AbortSignal): Promise<Fetched<T>> {
  return ask<T>(url, { signal })
}

/** Asks our own API to change something. */
export const postJson = <T>(url: string, body: unknown): Promise<Fetched<T>> => sendJson('POST', url, body)

/** Asks our own API to change a part of something. */
export const patchJson = <T>(url: string, body: unknown): Promise<Fetched<T>> => sendJson('PATCH', url, body)

function sendJson<T>(method: 'POST' | 'PATCH', url: string, body: unknown): Promise<Fetched<T>> {
  return ask<T>(url, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

/** Asks our own API to end something. */
export function deleteJson<T>(url: string): Promise<Fetched<T>> {
  return ask<T>(url, { method: 'DELETE', headers: { 'content-type': 'application/json' }, body: '{}' })
}

async function ask<T>(url: string, request: RequestInit): Promise<Fetched<T>> {
  try {
    const response = await fetch(url, request)
    const body: unknown = await response.json()
    // The API answers with the shape that its route states.
    if (response.ok) return { ok: true, value: body as T }
    const { status } = response
    return { ok: false, status, message: messageOf(body) ?? `The server answered ${status}.` }
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return { ok: false, message: '' }
    if (error instanceof TypeError)
      return { ok: false, message: 'The server cannot be reached. Is npm start still running?' }
    if (error instanceof SyntaxError)
      return { ok: false, message: 'The server sent something that is not JSON.' }
    throw error
  }
}

/** What our API says of a request that it refused; `null` where somebody else answered. */
export function messageOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('error' in body)) return null
  const { error } = body
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : null
}
