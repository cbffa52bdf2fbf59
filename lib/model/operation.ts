import type { ErrorCode } from '#lib/errors.ts'
import type { PlanAction, PlanOmission } from './plan.ts'

/** How it went with one item: as a whole, whatever happened on the way. */
export type ItemOutcome = {
  name: string
  sessionId: string | null
  /** `waiting`: begun, and neither done nor taken back by now; the next start ends it. */
  outcome: 'done' | 'skipped' | 'failed' | 'waiting'
  /** Why it was not done; `null` where it was. */
  reason: string | null
  files: number
  sizeBytes: number
}

/**
 * `running`: begun, and not ended as far as the journal knows. `done`: every item; `partial`: some; `failed`: none.
 */
export type OperationStatus = 'running' | 'done' | 'partial' | 'failed'

/** A plan that was carried out, or is being. */
export type Operation = {
  id: string
  action: PlanAction
  user: string
  startedAtMs: number
  /** `null` while it runs. */
  endedAtMs: number | null
  status: OperationStatus
  /** Whether a crash came between, and a later start ended it. */
  resumed: boolean
  items: ItemOutcome[]
  omitted: PlanOmission[]
  files: number
  sizeBytes: number
  /** The operation that this one took back. */
  undoes: string | null
  /** The operation that took this one back. */
  undoneBy: string | null
  /** Whether it can still be taken back, as far as the journal knows. */
  undoable: boolean
}

/** What is told while an operation runs. */
export type OperationEvent =
  | { kind: 'progress'; done: number; of: number; item: ItemOutcome }
  | { kind: 'report'; operation: Operation }
  | {
      kind: 'refused'
      code: ErrorCode
      message: string
      drift: { name: string; changes: string[] }[]
    }

export type LockHolder = { pid: number; user: string; what: string; sinceMs: number }
