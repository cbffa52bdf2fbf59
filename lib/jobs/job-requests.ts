import type { Issue } from '#lib/model/issue.ts'
import type { PlanRequest, Recovery } from '#lib/model/recovery.ts'
import type { Job } from '#lib/model/schedule.ts'
import { mendsOf } from '#lib/monitor.ts'

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

export type RequestSource = {
  recovery: Pick<Recovery, 'consent' | 'withSnoozes'>
  issues: () => Promise<Issue[]>
  recoverAfterMs: number
}

/** What a job that a person runs would ask for just now, in its order. */
export async function requestsOf(
  job: Job,
  { recovery, issues, recoverAfterMs: quietForMs }: RequestSource,
): Promise<PlanRequest[]> {
  switch (job) {
    case 'health_check':
      return []
    case 'clean_up':
      return cleanUpRequests({ consented: recovery.consent() !== null, waits: false })
    case 'auto_recovery': {
      const open = awake(recovery.withSnoozes(await issues()))
      return mendsOf(open, { quietForMs, consent: recovery.consent }).map(({ request }) => request)
    }
  }
}

/** Those that are not snoozed. */
export const awake = (issues: readonly Issue[]): Issue[] =>
  issues.filter(({ snoozedUntilMs }) => snoozedUntilMs === null)
