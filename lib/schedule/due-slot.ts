import type { Slots } from './slots.ts'

/** A clock that rings a moment before its time has rung. */
const EARLY_MS = 1000

export type Due = {
  slots: Slots
  /** Since when the job is on: what was due before is nobody's business. */
  sinceMs: number
  isClaimed: (slotAtMs: number) => boolean
  nowMs: number
}

/**
 * The due time that is to be run now; `null` where there is none. Of all that were missed it is the last: what they would
 * have done is done once.
 */
export function dueSlot({ slots, sinceMs, isClaimed, nowMs }: Due): number | null {
  const slotAtMs = slots.last(nowMs + EARLY_MS)
  return slotAtMs !== null && slotAtMs > sinceMs && !isClaimed(slotAtMs) ? slotAtMs : null
}
