import type { FileStamp } from './file-record.ts'

/** The two places below which everything lies that is read or changed. */
export type RootName = 'home' | 'results'

/** `settings`: the directory of the one file outside of both that a plan may change, which its item names. */
export type ItemRoot = RootName | 'settings'

/** What stands for `length` characters from `offset` on. Of a list, each follows the ones before it. */
export type TextEdit = { offset: number; length: number; content: string }

/** One state of a file that is changed in place. A time that is `null` is that of the writing. */
export type FileState = { sha256: string; sizeBytes: number; mode: number; modifiedAtMs: number | null }

/**
 * How the bytes of a file are made. Made again of the same files they are the same, so that a plan need not hold them:
 * it says what they will be by their hash.
 */
export type Recipe =
  /** What can be made of a broken file that another step of the item takes from `from`. */
  | { by: 'repair'; from: string }
  /** The merge of a session's results, or the summary of it. */
  | { by: 'integrator'; part: IntegrationPart; merge: Merge }
  /** A file that comes with this program, by its path below `hooks/`, with what only this machine knows filled in. */
  | { by: 'packaged'; file: string; fill: Fill }
  /** The bytes of a file outside of both roots, which stays. `path` is absolute. */
  | { by: 'copy'; path: string }
  /** The user's own program: what it will make is known once it has run. `path` is absolute. */
  | { by: 'hook'; part: IntegrationPart | 'output'; path: string; sha256: string; merge: Merge }
  /** The result of a run, from its lines in a transcript. */
  | ({ by: 'transcript' } & TranscriptPart)

/** What a packaged file cannot know: the Node that runs it, and `bin/trinitas`. Absolute. */
export type Fill = { node: string; trinitas: string }

export type IntegrationPart = 'integrated' | 'summary'

/** One agent's lines in a transcript, and what is known of it beside them. */
export type TranscriptPart = {
  /** The directory of projects, resolved, and the transcript below it. */
  root: string
  path: string
  /** Which of the lines between `start` and `end` are its own; `null` is all. */
  chain: string | null
  start: number
  end: number
  sessionId: string
  agentId: string
  taskId: string
  /** `null` where nobody knows. */
  agent: string | null
  endedAtMs: number
  executionMs: number | null
}

/** What is merged, by paths below the results directory, and what is not part of it. */
export type Merge = {
  sessionId: string
  results: { path: string; cutShort: string | null }[]
  unreadable: { path: string; reason: string }[]
  /** Expected results that are not there. */
  missing: number
  atMs: number
}

/**
 * One thing that a plan does, as plain data. Every path is relative to the root of its item. A file that a step takes is
 * the one with this stamp or none; a place that it puts something is free, or another step of the item has taken what lay
 * there, or the step stops.
 */
export type Step =
  | { kind: 'move'; from: string; to: string; stamp: FileStamp }
  /** A log that somebody may be writing: it is the same file whatever is added, and never copied. */
  | { kind: 'rotate'; from: string; to: string; inode: number }
  /** Deleting: `to` is in the trash. */
  | { kind: 'trash'; from: string; to: string; stamp: FileStamp }
  /** Where no time is said, it is that of the writing. */
  | { kind: 'write'; to: string; text: string; modifiedAtMs?: number }
  /** As `write`, by a recipe. `sha256` is `null` where only making it tells; a time that is `null` is that of the writing. */
  | {
      kind: 'make'
      to: string
      recipe: Recipe
      sizeBytes: number
      sha256: string | null
      modifiedAtMs: number | null
      /** 600 where it is not said. */
      mode?: number
    }
  /**
   * A file becomes what `edits` make of its text, by one renaming: it is never gone. `null` is no file; `back` makes what
   * was before of what is after.
   */
  | {
      kind: 'replace'
      path: string
      before: FileState | null
      after: FileState | null
      edits: TextEdit[]
      back: TextEdit[]
    }
  /** A second name for the bytes of a file, or a copy. */
  | { kind: 'link-backup'; from: string; to: string; stamp: FileStamp }
  | { kind: 'chmod'; path: string; mode: number; modeBefore: number; stamp: FileStamp }
  /** Of a directory only its number is compared: what is in it may come and go. */
  | { kind: 'chmod-directory'; path: string; mode: number; modeBefore: number; inode: number }
  /** `from` becomes `to`, which is gzip; its time and mode stay. */
  | { kind: 'compress'; from: string; to: string; stamp: FileStamp }
  | { kind: 'decompress'; from: string; to: string; stamp: FileStamp }
  /** For good. */
  | { kind: 'purge'; from: string; stamp: FileStamp }
  | { kind: 'make-directory'; path: string; mode: number }
  /** Only where it is empty by then. */
  | { kind: 'remove-directory'; path: string; mode: number }
export type StepKind = Step['kind']

export type PlanAction =
  | 'clean_up'
  | 'recover'
  | 'repair'
  | 'integrate'
  | 'fix_hooks'
  | 'fix_permissions'
  | 'install_hooks'
  | 'uninstall_hooks'
  | 'free_space'
  | 'trash_sessions'
  | 'import_results'
  | 'undo'
  | 'trash_restore'
  | 'trash_purge'

/** What belongs together: it is done as a whole or taken back. */
export type PlanItem = {
  /** What it is called on the page: a session's id, a path, or a directory of the trash. No two of a plan are alike. */
  name: string
  /** The session whose files these are; `null` where that does not matter. */
  sessionId: string | null
  /** `session`: these are all files of the session, and one more is drift. `files`: some, and it must not be active. */
  scope: 'session' | 'files'
  root: ItemRoot
  /** Resolved; there where the root is `settings`. */
  settingsDirectory?: string
  /** One sentence: why. */
  reason: string
  steps: Step[]
  /** Files that it reads and leaves alone, which must be as they were. */
  inputs: { path: string; stamp: FileStamp }[]
  /** Files that it takes, and their bytes. */
  files: number
  sizeBytes: number
  /** What changes in the text of a file, as the lines of a unified diff, secrets masked; there where that is what it does. */
  diff?: string[]
  /** Bytes that are free once it is done, as far as that is known; `null` where that is not what it is about. */
  freesBytes: number | null
}

/** What was asked for and is not part of the plan, and why. `later`: one run takes no more, and the next one does. */
export type PlanOmission = { name: string; reason: string; later?: true }

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
  /** Its items build on each other: none is begun before those above it are done. */
  ordered?: boolean
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
