import type { Session } from './session.ts'
import type { SessionFilter } from './session-query.ts'

/**
 * Whether a session passes a filter. The browser asks this of rows that arrive on the stream; `history` asks the same
 * in SQL. `searchText` is lower-case already.
 */
export function matchesSession(session: Session, searchText: string, filter: SessionFilter): boolean {
  if (filter.state.length > 0 && !filter.state.includes(session.state)) return false
  if (filter.agent !== undefined && !session.agents.includes(filter.agent)) return false
  if (filter.project !== undefined && !session.projects.includes(filter.project)) return false
  if (filter.integrated !== undefined && filter.integrated !== session.integrated) return false
  if (filter.from !== undefined && session.lastActivityAtMs < filter.from) return false
  if (filter.to !== undefined && session.lastActivityAtMs >= filter.to) return false
  return filter.text === undefined || searchText.includes(filter.text.toLowerCase())
}
