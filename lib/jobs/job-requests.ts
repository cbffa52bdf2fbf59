import type { PlanRequest } from '#lib/model/recovery.ts'

/** What a clean-up asks for, in its order. `waits`: what is past its retention is left to a person. */
export function cleanUpRequests({ consented, waits }: { consented: boolean; waits: boolean }): PlanRequest[] {
  const stale: PlanRequest = { action: 'clean_up', sessions: null, quietForMs: null }
  if (waits) return [stale]
  return [
    stale,
    { action: 'free_space' },
    // What is final is done where somebody consented to it beforehand, and nowhere else.
    ...(consented ? [{ action: 'trash_purge', entries: null, expired: true } as const] : []),
  ]
}
