import type { FileKind, FileStamp } from './file-record.ts'
import type { RootName } from './plan.ts'
import type { QuarantineNote } from './quarantine-note.ts'

/** A file that may be in want of repair, as far as the index knows it. */
export type RepairTarget = {
  root: RootName
  /** Below its root. */
  path: string
  /** As issues and plans call it, and as it can be asked for: its path, of one of the home the absolute one. */
  name: string
  /** Where what stands for it belongs: its own place, but for one that was set aside. */
  standsAt: string
  kind: FileKind
  sessionId: string | null
  taskId: string | null
  agent: string | null
  /** `active`: nothing of it is touched. `null` for a file of no session. */
  sessionState: 'active' | 'ended' | 'stale' | null
  /** Whether results of its session are there, of which an integrated file can be made again. */
  hasResults: boolean
}

export type FieldVerdict = 'same' | 'changed' | 'new' | 'lost' | 'unclear'

/** One field of a proposal beside what the source says; texts are shortened. */
export type ProposedField = {
  path: string
  verdict: FieldVerdict
  source: string | null
  proposed: string | null
}

export type Agreement = 'same' | 'differs' | 'unclear'

/** What could stand for a broken file. */
export type RepairProposal = {
  sizeBytes: number
  sha256: string
  agreement: Agreement
  /** As it says itself; `null` where it says none. */
  sessionId: string | null
  fields: ProposedField[]
}

/** What was found in a file, read just now. Sentences are for people. */
export type RepairFinding =
  | { kind: 'whole' }
  | { kind: 'cut'; sizeBytes: number; sha256: string; missing: string | null }
  | { kind: 'noise'; reason: string; proposal: RepairProposal | null }
  | { kind: 'hopeless'; reason: string; proposal: RepairProposal | null }
  /** It cannot be looked at, or took too long. */
  | { kind: 'unseen'; reason: string }

export type RepairEvidence = {
  target: RepairTarget
  /** `null` where nothing is there. */
  stamp: FileStamp | null
  sha256: string | null
  finding: RepairFinding
}

/** What repair comes to with a file that lies there as it is. */
export type RepairOutlook = {
  /** What is done without a person; `null` for nothing. */
  done: QuarantineNote['done'] | null
  /** Whether what is proposed is written where a person says so. */
  acceptable: boolean
  /** Why what is proposed is left to a person; `null` where it is not. */
  undecided: string | null
}

/** A broken file and what could stand for it, side by side, for whoever decides. Texts are shortened. */
export type RepairPreview = RepairEvidence &
  RepairOutlook & {
    source: string
    proposed: string | null
    /** Which part of them this is: what was cut short differs at its end. */
    shown: 'whole' | 'beginning' | 'end'
    /** The number of the line that they begin in, from 1. */
    firstLine: number
  }
