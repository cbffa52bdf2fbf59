import { messageOf } from './fetch-json.ts'
import { readLines } from './read-lines.ts'

/** What came instead of an answer. `status` is `null` where the connection was lost, perhaps on the way. */
export type Refusal = { status: number | null; message: string; body: unknown }

/**
 * Asks our own API to do something that tells how far it is, one JSON object a line. Resolves with `null` once the
 * server has told all, and else with why not.
 */
export async function postLines<T>(
  url: string,
  body: unknown,
  onValues: (values: T[]) => void,
): Promise<Refusal | null> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok || response.body === null) return refusalOf(response)
    await readLines(response.body, onValues)
    return null
  } catch (error) {
    // Lost before or while it was answering; what was cut off is no JSON.
    if (error instanceof TypeError || error instanceof SyntaxError)
      return { status: null, message: 'The connection to the server was lost.', body: null }
    throw error
  }
}

async function refusalOf(response: Response): Promise<Refusal> {
  const body: unknown = await response.json()
  return {
    status: response.status,
    message: messageOf(body) ?? `The server answered ${response.status}.`,
    body,
  }
}
