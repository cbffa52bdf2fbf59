/** Whoever presents this many wrong tokens within the window is not listened to until it is over. */
const LIMIT = 10
const WINDOW_MS = 60_000
/** More addresses at once come from one attacker who has many. */
const KEYS_LIMIT = 10_000

export type FailedTokens = {
  /** Milliseconds until `key` is listened to again; 0 where it is. */
  waitMs(key: string): number
  note(key: string): void
}

/** Counts wrong tokens by who presented them. In memory: a restart forgets, and takes longer than the window helps. */
export function createFailedTokens(now: () => number): FailedTokens {
  const failures = new Map<string, { count: number; untilMs: number }>()
  return {
    waitMs(key) {
      const entry = failures.get(key)
      return entry === undefined || entry.count < LIMIT ? 0 : Math.max(0, entry.untilMs - now())
    },
    note(key) {
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
    },
  }
}
