/** From as many wrong tokens on within the window, the next wrong one is told to wait until that is over. */
const LIMIT = 10
const WINDOW_MS = 60_000
/** More addresses at once come from one attacker who has many. */
const KEYS_LIMIT = 10_000

type Unfound = 'unknown' | 'expired' | 'revoked'

export type FailedTokens = {
  /** What somebody is told whose token lets nobody in: why, or how long to wait, in milliseconds. */
  judge(key: string, reason: Unfound): { reason: Unfound } | { reason: 'too_many'; waitMs: number }
}

/**
 * Counts wrong tokens by who presented them. A token that holds is never asked to wait: others may share its address,
 * behind a proxy or on this machine, and nobody guesses 256 bits. In memory: a restart forgets.
 */
export function createFailedTokens(now: () => number): FailedTokens {
  const failures = new Map<string, { count: number; untilMs: number }>()
  const waitMs = (key: string): number => {
    const entry = failures.get(key)
    return entry === undefined || entry.count < LIMIT ? 0 : Math.max(0, entry.untilMs - now())
  }
  const note = (key: string): void => {
    const entry = failures.get(key)
    if (entry !== undefined && entry.untilMs > now()) {
      entry.count += 1
      return
    }
    failures.delete(key)
    failures.set(key, { count: 1, untilMs: now() + WINDOW_MS })
    for (const oldest of failures.keys()) {
      if (failures.size <= KEYS_LIMIT) break
      failures.delete(oldest)
    }
  }
  return {
    judge(key, reason) {
      const wait = waitMs(key)
      if (wait > 0) return { reason: 'too_many', waitMs: wait }
      // Expired and revoked ones were right once: nobody guesses them.
      if (reason === 'unknown') note(key)
      return { reason }
    },
  }
}
