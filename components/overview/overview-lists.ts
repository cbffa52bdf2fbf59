import type { SessionPage } from '#lib/model/live.ts'
import { makeView, type SessionView } from '../live/session-view.ts'

/** A failed session asks for attention this long after its last activity; then it is history. */
export const FAILED_WINDOW_MS = 24 * 3_600_000

/** A list as the server rendered it, and the question that it answers. */
export type InitialList = { view: SessionView; page: SessionPage }

const ANY = {
  agent: undefined,
  project: undefined,
  integrated: undefined,
  text: undefined,
  from: undefined,
  to: undefined,
}
const NEWEST_FIRST = { sort: 'lastActivity', direction: 'desc' } as const
const OLDEST_FIRST = { sort: 'lastActivity', direction: 'asc' } as const

/** Sessions with files in temp or running. */
export function viewRunning(): SessionView {
  return makeView({ ...ANY, state: ['active', 'stale'] }, NEWEST_FIRST)
}

/** The longest quiet first. */
export function viewStale(): SessionView {
  return makeView({ ...ANY, state: ['stale'] }, OLDEST_FIRST)
}

export function viewFailed(sinceMs: number): SessionView {
  return makeView({ ...ANY, state: ['failed'], from: sinceMs }, NEWEST_FIRST)
}
