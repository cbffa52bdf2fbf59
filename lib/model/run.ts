import type { AgentUsage, ProcessState } from './agent-work.ts'

/** The directories below the results directory that hold files of sessions. */
export const AREAS = ['running', 'temp', 'completed', 'failed', 'integrated', '.quarantine'] as const
export type Area = (typeof AREAS)[number]

/** Whether agents write there: a session with a file in such an area is at work. */
export const isLiveArea = (area: Area): boolean => area === 'temp' || area === 'running'

/**
 * How one agent's work in a session ended, or that it has not.
 * `writing`: a result file that cannot be parsed yet and changed within the settle period.
 */
export type RunOutcome =
  | 'running'
  | 'writing'
  | 'success'
  | 'error'
  | 'timeout'
  | 'interrupted'
  | 'unreadable'

/** One agent's work in a session. A result file is the evidence that a run ended. */
export type Run = {
  /** `start`: nothing but the record of its start is there, and no answer. */
  kind: 'result' | 'start'
  sessionId: string
  taskId: string | null
  agent: string | null
  outcome: RunOutcome
  /** The status as the file has it; `null` where it could not be read. */
  status: string | null
  /** Epoch milliseconds: the result's `timestamp` when valid, else the file's modification time. */
  endedAtMs: number
  /** `null` is unknown: the writer had no time to report (it writes 0), or the field is not a time. */
  executionMs: number | null
  /** The error text, or `null`. On success the original's hooks write "\n", which is no error. */
  error: string | null
  project: string | null
  area: Area
  /** Relative to the results directory. */
  path: string
  /** What is missing of an answer that was cut short and completed, as a sentence; `null` where it is whole. */
  cutShort: string | null
  sizeBytes: number
  /** Epoch milliseconds of the last change the file system saw. */
  modifiedAtMs: number
  /** Of an agent at work; `null` for any other. */
  work: RunWork | null
  /** `null` where the result does not say what it cost. */
  usage: AgentUsage | null
  /** False for a file over 32 MB, of which only head and tail were read. */
  fullyChecked: boolean
}

/** What is known of an agent that has not answered. */
export type RunWork = {
  startedAtMs: number
  /** When its transcript grew last, or it started; epoch milliseconds. */
  lastSignAtMs: number
  /** Whether there is a transcript to look at. */
  hasTranscript: boolean
  process: ProcessState
}
