/** What a list of sessions can be ordered by. */
export const SESSION_SORTS = [
  'lastActivity',
  'started',
  'id',
  'state',
  'results',
  'errors',
  'duration',
  'size',
  'integrated',
] as const
export type SessionSort = (typeof SESSION_SORTS)[number]
