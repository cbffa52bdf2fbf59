import type { PlanOmission } from './plan.ts'

const DAY_MS = 86_400_000

/** What is kept for a time once it has ended, in the order in which it is told of. */
export const RETENTION_KINDS = ['completed', 'integrated', 'failed', 'logs', 'reports', 'trash'] as const
export type RetentionKind = (typeof RETENTION_KINDS)[number]

/** For how long each is kept, in milliseconds; 0 is for ever. */
export type Retention = Readonly<Record<RetentionKind, number>>

/** The guide's. What was deleted stays in the trash for that long before it may go for good. */
export const DEFAULT_RETENTION: Retention = {
  completed: 7 * DAY_MS,
  integrated: 7 * DAY_MS,
  failed: 30 * DAY_MS,
  logs: 30 * DAY_MS,
  reports: 30 * DAY_MS,
  trash: 7 * DAY_MS,
}

/**
 * Whether what ended at any of these times, the latest of them, has been kept for long enough. A time that is yet to come
 * makes nothing old: somebody's clock is wrong, and nobody knows whose.
 */
export const isPast = (timesMs: readonly number[], keptMs: number, nowMs: number): boolean =>
  keptMs > 0 && nowMs - Math.max(...timesMs) > keptMs

/** A log longer than this is rotated, as the guide has it; one that nobody wrote to for a day is compressed. */
export const LOG_LIMIT_BYTES = 100e6
export const LOG_QUIET_MS = DAY_MS

/** What of a kind is past its retention and goes: to the trash, or, from there, for good. */
export type RetentionPart = {
  kind: RetentionKind
  /** Sessions, logs, reports, or operations in the trash. */
  items: number
  files: number
  sizeBytes: number
}

/** One part a kind, in their order. */
export const sumParts = (parts: readonly RetentionPart[]): RetentionPart[] =>
  RETENTION_KINDS.flatMap((kind) => {
    const own = parts.filter((part) => part.kind === kind)
    const sum = (field: 'items' | 'files' | 'sizeBytes'): number =>
      own.reduce((total, part) => total + part[field], 0)
    return own.length === 0
      ? []
      : { kind, items: sum('items'), files: sum('files'), sizeBytes: sum('sizeBytes') }
  })

/** What the next run would do about what has been kept for long enough. */
export type RetentionPreview = {
  retention: Retention
  /** What goes, by kinds: to the trash; and what is in the trash goes for good. */
  parts: RetentionPart[]
  /** Whether somebody said that expired trash may go without being asked for. */
  consented: boolean
  /** Logs that are rotated or compressed. */
  packed: { logs: number; freesBytes: number }
  /** What is past its retention, or would be compressed, and is left alone; the first of them. */
  kept: PlanOmission[]
  keptMore: number
  /** Whether one run takes no more, and the next one does. */
  more: boolean
}
