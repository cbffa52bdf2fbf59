import type { StrayProblems } from './problem.ts'
import type { Session, SessionState } from './session.ts'

export type SessionCounts = Record<SessionState, number>

export type SessionPage = {
  rows: Session[]
  /** Hand it back to get the rows behind these; `null` at the end. */
  nextCursor: string | null
  /** How many sessions match, over all pages. */
  total: number
  counts: SessionCounts
  /** The feed's position when the page was read: changes after it are not in `rows`. */
  revision: number
}

/** How the index learns of changes. */
export type WatchState = {
  mode: 'events' | 'polling'
  /** Why it polls, in a sentence; `null` with events. */
  reason: string | null
}

export type ScanState = {
  phase: 'scanning' | 'ready'
  files: number
  /** Bytes of everything below the results directory that the index knows. */
  sizeBytes: number
  sessions: number
  /** Files with a problem. */
  problems: number
  /** Epoch milliseconds of the last completed scan or sweep; `null` before the first. */
  finishedAtMs: number | null
  tookMs: number | null
}

/** What the top bar says of the monitor itself. */
export type MonitorStatus = {
  home: string
  resultsDirectory: string
  /** The sample home's banner: which home was looked for. `null` when a real home is watched. */
  sampleFor: string | null
  scan: ScanState
  watch: WatchState
  /** Directories whose changes events should have told and only a sweep found, since this program began. */
  missedChanges: number
  /** `null` while the history is on disk; else the sentence that says where it is and why. */
  historyNotice: string | null
  revision: number
}

/** One entry of the change feed. A row stands whole, so that no list is fetched again. */
export type SessionChange = {
  session: Session
  /** Lower-case text that the text filter looks in: id, agents, projects, errors. */
  searchText: string
}

/** What a stream carries. `revision` grows by one with every batch. */
export type ChangeBatch = {
  revision: number
  changed: SessionChange[]
  removed: string[]
  counts: SessionCounts
  today: TodayNumbers
  strays: StrayProblems
  scan: ScanState
  watch: WatchState
}

/** Since local midnight of the machine that is watched. */
export type TodayNumbers = {
  sinceMs: number
  sessions: number
  results: number
  errors: number
  averageExecutionMs: number | null
}

/** What every page shows of the home, and what the change feed keeps current. */
export type Snapshot = {
  status: MonitorStatus
  counts: SessionCounts
  today: TodayNumbers
  strays: StrayProblems
}

export type AnswerHit = { sessionId: string; path: string; agent: string | null; snippet: string }
export type AnswerSearchEvent =
  | { kind: 'hit'; hit: AnswerHit }
  | { kind: 'progress'; searched: number; of: number }
  | { kind: 'done'; searched: number; hits: number; limited: boolean }
