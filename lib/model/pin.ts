/** A session that somebody wants kept: its retention leaves it alone. */
export type Pin = {
  sessionId: string
  user: string
  /** Epoch milliseconds. */
  pinnedAtMs: number
}
