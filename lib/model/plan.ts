import type { FileStamp } from './file-record.ts'

/**
 * One thing that a plan does, as plain data. Every path is relative to the results directory. A file that a step takes is
 * the one with this stamp or none; a place that it puts something is free or the step stops.
 */
export type Step =
  | { kind: 'move'; from: string; to: string; stamp: FileStamp }
  /** Deleting: `to` is in the trash. */
  | { kind: 'trash'; from: string; to: string; stamp: FileStamp }
  | { kind: 'write'; to: string; text: string }
  /** A second name for the bytes of a file, or a copy. */
  | { kind: 'link-backup'; from: string; to: string; stamp: FileStamp }
  | { kind: 'chmod'; path: string; mode: number; modeBefore: number; stamp: FileStamp }
  /** `from` becomes `to`, which is gzip; its time and mode stay. */
  | { kind: 'compress'; from: string; to: string; stamp: FileStamp }
  | { kind: 'decompress'; from: string; to: string; stamp: FileStamp }
  /** For good. */
  | { kind: 'purge'; from: string; stamp: FileStamp }
  | { kind: 'make-directory'; path: string; mode: number }
  /** Only where it is empty by then. */
  | { kind: 'remove-directory'; path: string; mode: number }
export type StepKind = Step['kind']

export type PlanAction = 'clean_up' | 'recover' | 'undo' | 'trash_restore' | 'trash_purge'

/** What belongs together: it is done as a whole or taken back. */
export type PlanItem = {
  /** What it is called on the page: a session's id, or a directory of the trash. */
  name: string
  /** The session whose files these are, to which nothing may be added meanwhile; `null` where that does not matter. */
  sessionId: string | null
  /** One sentence: why. */
  reason: string
  steps: Step[]
  /** Files that it takes, and their bytes. */
  files: number
  sizeBytes: number
}

/** What was asked for and is not part of the plan, and why. */
export type PlanOmission = { name: string; reason: string }

/** What is about to be done, and nothing else will be. Stored, used once, and expires. */
export type Plan = {
  id: string
  action: PlanAction
  items: PlanItem[]
  omitted: PlanOmission[]
  /** Whether `undo` brings everything back. */
  reversible: boolean
  /** What must be typed to confirm; `null` where a click will do. */
  typed: string | null
  /** The same from a shell. */
  command: string
  files: number
  sizeBytes: number
  createdAtMs: number
  expiresAtMs: number
  /** The operation that it takes back; `null` but for `undo`. */
  undoes: string | null
}

/** A plan as a person looks at it: steps of many sessions are a great deal, and are asked for one by one. */
export type PlanSummary = Omit<Plan, 'items' | 'omitted'> & {
  items: number
  shown: PlanItem[]
  omitted: number
  shownOmitted: PlanOmission[]
}

/** What is no longer as the plan says, one sentence a file. */
export type Drift = { name: string; changes: string[] }
