import { sessionSlug } from '#lib/format/session-slug.ts'
import type { Answer } from '#lib/model/session.ts'
import { type Fetched, fetchJson } from './fetch-json.ts'

/** One result file with its whole answer. */
export function fetchAnswer(sessionId: string, path: string, signal: AbortSignal): Promise<Fetched<Answer>> {
  const query = new URLSearchParams({ path })
  return fetchJson<Answer>(`/api/sessions/${sessionSlug(sessionId)}/answer?${query}`, signal)
}
