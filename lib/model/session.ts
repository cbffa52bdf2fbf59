import type { ProcessState, UsageCount } from './agent-work.ts'
import type { Problem } from './problem.ts'
import type { Area, Run } from './run.ts'

export const SESSION_STATES = ['active', 'stale', 'failed', 'completed'] as const
export type SessionState = (typeof SESSION_STATES)[number]

/** Whether a session in this state is at work, or was left at it. */
export const isLiveState = (state: SessionState): boolean => state === 'active' || state === 'stale'

/** Why a session is in its state: the rule that decided, what it saw, and the threshold it compared with. */
export type StateReason = {
  rule:
    | 'recent_activity'
    | 'no_recent_activity'
    | 'moved_to_failed'
    | 'unsuccessful_result'
    | 'unreadable_result'
    | 'missing_result'
    | 'all_succeeded'
  /** One sentence a person can check against the files. */
  evidence: string
  /** Milliseconds; `null` where no threshold was compared. */
  thresholdMs: number | null
}

/** A session as a row of a list: the runs with one `session_id`, wherever their files lie. */
export type Session = {
  id: string
  state: SessionState
  reason: StateReason
  /** Whether a readable integrated file of exactly this session exists. */
  integrated: boolean
  /** Result files collected, readable or not. */
  results: number
  /** How many were expected: as metadata says, else as many as agents were seen to start; `null` when nobody recorded it. */
  expected: number | null
  /** Results that are not a success, unreadable ones included. */
  errors: number
  /** Files of this session that have a problem. */
  problems: number
  /** Agent names, sorted, each once. */
  agents: string[]
  /** Project directories the results name, sorted, each once. */
  projects: string[]
  /** Epoch milliseconds: the earliest end of a run less its execution time. */
  startedAtMs: number
  /** Epoch milliseconds: when one of its files, or the transcript of an agent at work, changed last. */
  lastActivityAtMs: number
  /** From the start to the end of the last run; `null` while no run has ended, and where no time was reported. */
  durationMs: number | null
  /** Bytes of its result and metadata files. */
  sizeBytes: number
  /** `null` where no agent is known to be at work. */
  work: SessionWork | null
  /** `null` where no result says what it cost. */
  usage: SessionUsage | null
}

/** Agents that started and have not answered. */
export type SessionWork = {
  agents: number
  /** The one of them that has been silent longest; its name is `null` where nobody wrote it down. */
  waitingFor: string | null
  /** When that one started, and when it was last seen to do anything; epoch milliseconds. */
  sinceMs: number
  silentSinceMs: number
  /** `alive` where the process of any of them is; `gone` only where all are. */
  process: ProcessState
}

/** Sums over the results that say so; `null` where none does. */
export type SessionUsage = Record<UsageCount, number | null> & {
  /** Results that say anything of it. */
  results: number
  /** Sorted, each once. */
  models: string[]
}

export type SessionFile = {
  path: string
  area: Area
  kind: 'result' | 'metadata' | 'integrated' | 'summary' | 'report' | 'running' | 'note'
  sizeBytes: number
  modifiedAtMs: number
}

/** Everything known about one session. */
export type SessionDetail = {
  session: Session
  runs: Run[]
  /** How many results are expected beside `runs`; 0 where nobody recorded a number. */
  missing: number
  files: SessionFile[]
  problems: Problem[]
  /** Absolute path of the results directory that every `path` is relative to. */
  resultsDirectory: string
  integration: Integration | null
}

/** What the integrated file says; fields that it lacks are `null` or empty. */
export type Integration = {
  path: string
  summary: string | null
  keyInsights: string[]
  recommendations: string[]
  consensus: string | null
  integratedAtMs: number | null
  /** Results of the session that can be read and are not in it, by what it says and by when they were written. */
  lackingResults: number
  /** Whether the file is too long for a page: then nothing of it is known. */
  tooLarge: boolean
  /** The Markdown summary beside the integrated file, as text. */
  summaryMarkdown: string | null
}

/** One agent's answer, read from disk on request. */
export type Answer = {
  path: string
  /** The answer's Markdown; `null` where the file has none that can be read. */
  markdown: string | null
  /** Whether that is its beginning only. */
  markdownTruncated: boolean
  error: string | null
  /** The file as text, or its beginning. */
  raw: string
  rawTruncated: boolean
  sizeBytes: number
}
