import type { TokenKind } from './agent-work.ts'
import type { SessionCounts } from './live.ts'
import type { MeasuredOutcome } from './metrics-query.ts'

/** Upper bounds of the histogram of execution times, milliseconds; a last bucket holds what took longer. */
export const EXECUTION_BOUNDS_MS = [
  1000, 2500, 5000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000,
] as const

/** What only grows: every result that was ever seen, whether its file is still there or not. */
export type ExecutionCounter = {
  agent: string
  outcome: MeasuredOutcome
  results: number
  /** Results whose time is known, and the sum of these times, milliseconds. */
  timed: number
  totalMs: number
  /** How many took at most each of `EXECUTION_BOUNDS_MS` and more than the one before; the last entry is beyond all. */
  counts: number[]
  /** What they cost; `null` where none says. */
  tokens: Record<TokenKind, number | null>
}

/** One look at the machine; `null` where it does not say. */
export type ResourceSample = {
  atMs: number
  resultsBytes: number | null
  diskFreeBytes: number | null
  inodesFree: number | null
  memoryAvailableBytes: number | null
  /** Resident memory of the processes of agents, such as Claude Code, of this user. */
  agentsMemoryBytes: number | null
  monitorMemoryBytes: number | null
}

export type MetricsCounters = {
  executions: ExecutionCounter[]
  sessions: SessionCounts
  /** Directories whose changes only a sweep found, since the monitor began. */
  missedChanges: number
  /** The latest; `null` before the first. */
  sample: ResourceSample | null
}
