const DAY_MS = 86_400_000

/**
 * How long what has ended is kept where it lies, in milliseconds: the guide's 7 days for what was completed and 30 for what
 * failed. What was deleted stays in the trash for 7 days more before it may go for good.
 */
export const RETENTION_MS = { completed: 7 * DAY_MS, failed: 30 * DAY_MS, trash: 7 * DAY_MS } as const

/** A log longer than this is rotated, as the guide has it; one that nobody wrote to for a day is compressed. */
export const LOG_LIMIT_BYTES = 100e6
export const LOG_QUIET_MS = DAY_MS
