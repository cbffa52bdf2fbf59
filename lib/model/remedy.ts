import type { Issue } from './issue.ts'
import type { PlanRequest } from './recovery.ts'

/** What is asked for to mend an issue; `null` where a person must. */
export function remedyOf({
  type,
  action,
  items,
}: Pick<Issue, 'type' | 'action' | 'items'>): PlanRequest | null {
  switch (action) {
    case null:
      return null
    case 'clean_up':
    case 'recover': {
      const sessions = [...new Set(items.map(({ sessionId }) => sessionId).filter((id) => id !== null))]
      return sessions.length === 0 ? null : { action, sessions, quietForMs: null }
    }
    case 'repair':
      // Reports are few, and nobody asked for the results beside them.
      return {
        action,
        files: type === 'truncated_report' ? items.map(({ name }) => name) : null,
        accept: false,
      }
    case 'integrate':
      return { action, sessions: null }
    case 'fix_hooks':
    case 'fix_permissions':
    case 'free_space':
      return { action }
  }
}
