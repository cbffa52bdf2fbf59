import type { FileRecord } from './file-record.ts'
import type { Session } from './session.ts'

/** From the configuration; milliseconds. */
export type IssueThresholds = {
  /** Running sessions quiet for longer are incomplete. */
  recoverAfterMs: number
  /** Stale sessions quiet for longer are to be cleaned up. */
  cleanupAfterMs: number
  /** A file that changed within this time is being written. */
  settleMs: number
}

/** As much of a file as a detector asks for. `path` is relative to the results directory. */
export type FileEvidence = Pick<
  FileRecord,
  | 'path'
  | 'area'
  | 'kind'
  | 'sessionId'
  | 'sizeBytes'
  | 'modifiedAtMs'
  | 'endedAtMs'
  | 'problemCode'
  | 'problemDetail'
>

/** What could not be looked at, and why. */
export type Unseen = { path: string; reason: string }

/** What the index knows. */
export type IndexEvidence = {
  /** Finished sessions without an integrated file that can be read. */
  notIntegrated: Session[]
  /** Settled files whose JSON is unusable, reports included. */
  unusable: FileEvidence[]
  /** Files that could not be read, and directories that could not be listed. */
  unread: FileEvidence[]
  /** Result files over the limit, the largest first. */
  large: FileEvidence[]
  /** Integrated files of whose session there is no other file. */
  orphaned: FileEvidence[]
  /** Files that changed, or runs that ended, after now. */
  future: FileEvidence[]
}

export type HookEvidence =
  /** `foreign`: nothing that comes with this program stands for it. */
  | { kind: 'missing'; path: string; foreign?: true }
  /** A level of its path is a symbolic link, or something that holds no file. */
  | { kind: 'unreachable'; path: string; reason: string }
  | { kind: 'unseen'; path: string; reason: string }
  | {
      kind: 'there'
      path: string
      what: 'file' | 'other'
      /** `null` where the system has no modes. */
      mode: number | null
      /** Of its owner; `null` where the system has none. */
      userId: number | null
    }

export type SpaceEvidence =
  /** `freeInodes` is `null` on a file system that counts none. */
  | { kind: 'seen'; path: string; freeBytes: number; freeInodes: number | null }
  | { kind: 'unseen'; path: string; reason: string }

/** A report in the logs that is no JSON, or could not be checked. `path` is absolute. */
export type ReportEvidence =
  | { kind: 'broken'; path: string; reason: string; sizeBytes: number; modifiedAtMs: number }
  | ({ kind: 'unseen' } & Unseen)

/** A private directory of an operation. `path` is relative to the results directory. */
export type StagedEvidence = { path: string; files: number; modifiedAtMs: number }

/** What the index does not know, read for the purpose. */
export type Conditions = {
  hooks: HookEvidence[]
  /** Whether Claude Code calls the capture hooks, which need none of the original's. */
  captures: boolean
  /** Files of the home's hooks that settings call and that are missing, absolute: these are missed in any case. */
  missed: string[]
  /** Whose home it is; `null` where the system does not say. */
  homeUserId: number | null
  space: SpaceEvidence[]
  reports: ReportEvidence[]
  staged: StagedEvidence[]
}

export type LooseEntry = { path: string; what: 'file' | 'directory'; mode: number; sizeBytes: number }

/** What in the results tree is open to others than its owner. */
export type Permissions = {
  /** The first of them, those nearest to the results directory before what lies deeper. */
  shown: LooseEntry[]
  files: number
  directories: number
  unseen: Unseen[]
}

/** Everything that issues are detected from. */
export type IssueEvidence = IndexEvidence &
  Conditions & {
    thresholds: IssueThresholds
    /** Sessions with files in temp or running. */
    live: Session[]
    permissions: Permissions
    /** Absolute. */
    resultsDirectory: string
    /** Before the first scan has ended, what was not found may yet come. */
    scan: 'complete' | 'incomplete'
  }
