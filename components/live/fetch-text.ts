import { type Fetched, messageOf } from './fetch-json.ts'

/** Asks our own API for something that is no JSON, such as a picture. A refusal or a lost connection is a message to show. */
export async function fetchText(url: string): Promise<Fetched<string>> {
  try {
    const response = await fetch(url)
    const text = await response.text()
    if (response.ok) return { ok: true, value: text }
    return { ok: false, message: readMessage(text) ?? `The server answered ${response.status}.` }
  } catch (error) {
    if (error instanceof TypeError)
      return { ok: false, message: 'The server cannot be reached. Is npm start still running?' }
    throw error
  }
}

function readMessage(text: string): string | null {
  try {
    return messageOf(JSON.parse(text))
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
