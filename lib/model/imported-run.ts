import type { AgentUsage } from './agent-work.ts'
import type { RunOutcome } from './run.ts'

/** One agent's work as its transcript tells of it, with no result file of it. */
export type ImportedRun = {
  sessionId: string
  agentId: string
  /** What its result is, or would be, called by: the name of the agent and its id. */
  taskId: string
  /** The same as a part of a file's name. */
  taskName: string
  /** `null` where nothing says which agent it was. */
  agent: string | null
  project: string | null
  outcome: Extract<RunOutcome, 'success' | 'error' | 'timeout' | 'interrupted'>
  /** Epoch milliseconds. */
  endedAtMs: number
  executionMs: number | null
  /** Without what looks like a secret: it is kept for longer than the transcript. */
  error: string | null
  /** What it cost; `null` where its transcript says nothing of that. */
  usage: AgentUsage | null
}

/** What a look at the transcripts came to. A transcript or run is counted in one place only. */
export type ImportReport = {
  /** Where transcripts were looked for, resolved. */
  from: string
  /** Nothing was written. */
  dryRun: boolean
  transcripts: {
    found: number
    read: number
    /** Read before, and the same since. */
    unchanged: number
    /** Not changed since the time that was asked for. */
    older: number
    /** Somebody is writing them. */
    leftForLater: number
    unreadable: number
  }
  runs: { found: number; imported: number; alreadyThere: number; updated: number }
  /** Lines that are no JSON, or too long to be one. */
  brokenLines: number
  /** The first of those that cannot be read, and why. */
  unreadable: { path: string; reason: string }[]
}
