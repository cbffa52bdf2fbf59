import type { AgentUsage, AgentWork } from './agent-work.ts'
import type { ProblemCode } from './problem.ts'
import type { Area, RunOutcome } from './run.ts'

/** `directory` is what could not be listed; its record stands for all that may lie in it. */
export type FileKind =
  | 'result'
  | 'metadata'
  | 'integrated'
  | 'summary'
  | 'report'
  | 'running'
  /** What was done to a file whose first bytes lie in the quarantine. */
  | 'note'
  | 'directory'
  | 'other'

/** What identifies one state of a file. A change of any of these means: read it again. */
export type FileStamp = { sizeBytes: number; modifiedAtMs: number; inode: number }

/** What the index keeps of one file: where it lies, its stamp, and what reading it gave. */
export type FileRecord = FileStamp & {
  /** Relative to the results directory. */
  path: string
  /** The directory part of `path`. */
  directory: string
  name: string
  area: Area
  kind: FileKind
  /** `null` for a file that belongs to no session. */
  sessionId: string | null
  /** Whether the session was guessed from the name: which ids are known decides, and that changes. */
  idGuessed: boolean
  taskId: string | null
  agent: string | null
  project: string | null
  /** `null` for what is no run. */
  outcome: RunOutcome | null
  status: string | null
  endedAtMs: number | null
  executionMs: number | null
  error: string | null
  /** Of an agent that was seen to start. */
  work: AgentWork | null
  /** Of a result that says what it cost. */
  usage: AgentUsage | null
  /** From metadata; of a note, the bytes of what stands for the file, and `endedAtMs` is when that changed last. */
  expected: number | null
  fullyChecked: boolean
  /** Another name of a file that counts already, such as while it is being moved. */
  duplicate: boolean
  /** It cannot be read yet, and changed too recently to be called broken: look again. */
  beingWritten: boolean
  problemCode: ProblemCode | null
  problemDetail: string | null
}
