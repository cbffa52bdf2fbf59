import type { Config } from '#lib/config.ts'
import type { HistoryKeeping } from '#lib/history/open-history.ts'
import type { Logs } from '#lib/logs/logs.ts'
import type { AlertFacts, AlertFactsQuery } from '#lib/model/alert.ts'
import type { HealthHistory, HealthReport } from '#lib/model/health.ts'
import type { Issue } from '#lib/model/issue.ts'
import type { AnswerSearchEvent, ChangeBatch, MonitorStatus, SessionPage, Snapshot } from '#lib/model/live.ts'
import type { MarkdownNode } from '#lib/model/markdown.ts'
import type { MetricsCounters } from '#lib/model/metrics-counters.ts'
import type { MetricsQuery } from '#lib/model/metrics-query.ts'
import type { MetricsView } from '#lib/model/metrics-view.ts'
import type { PerformanceSummary } from '#lib/model/performance.ts'
import type { Problem } from '#lib/model/problem.ts'
import type { RepairTarget } from '#lib/model/repair.ts'
import type { Answer, Session, SessionDetail } from '#lib/model/session.ts'
import type { SessionQuery } from '#lib/model/session-query.ts'
import type { IntegrationEvidence } from '#lib/recovery/plan-integration.ts'
import type { OldSession, OldSessions } from '#lib/recovery/plan-old-sessions.ts'
import type { PlannedItems } from '#lib/recovery/planned-items.ts'
import type { RetentionQuestion } from './past-retention.ts'
import type { SessionMoves } from './plan-moves.ts'

/** What pages, API and command line ask. Everything here only reads. */
export type Monitor = {
  /** Resolves once the first scan is complete. Queries answer before that, with what is known so far. */
  ready(): Promise<void>
  status(): Promise<MonitorStatus>
  snapshot(): Promise<Snapshot>
  sessions(query: SessionQuery): Promise<SessionPage>
  /** Every session with files in temp or running; with `finished`, all the others behind them. */
  everySession(options: { finished: boolean }): Promise<Session[]>
  /** `null` where no file of such a session exists. */
  session(id: string): Promise<SessionDetail | null>
  hasSession(id: string): Promise<boolean>
  /** Those of some ids that there are. */
  sessionsOf(ids: readonly string[]): Promise<Session[]>
  /** Agents and projects that occur, for the filters. */
  facets(): Promise<{ agents: string[]; projects: string[] }>
  /**
   * Reads one result file of a session; `null` where the session has no such file. `path` as in `Run`. A long answer is
   * cut, unless it is asked for `whole`.
   */
  answer(sessionId: string, path: string, options: { whole: boolean }): Promise<Answer | null>
  /** What an answer's Markdown is made of; `null` where it is too intricate to be drawn. */
  markdown(texts: readonly string[]): Promise<(MarkdownNode[] | null)[]>
  /** Looks for text in all answers on disk, newest first. Ends early when `signal` aborts. */
  searchAnswers(text: string, signal: AbortSignal): AsyncIterable<AnswerSearchEvent>
  performance(): Promise<PerformanceSummary>
  /** The metrics of a range and a filter, of all results that were ever seen. */
  metrics(query: MetricsQuery): Promise<MetricsView>
  /** What only grows, how many sessions there are, and the latest look at the machine. */
  counters(): Promise<MetricsCounters>
  /** Agents and projects that any result ever named, though its file is gone. */
  metricsFacets(): Promise<{ agents: string[]; projects: string[] }>
  /** Whether Claude Code has transcripts of runs while nothing was ever measured. */
  awaitsImport(): Promise<boolean>
  /** What the results of all time and the machine say to alerts. */
  alertFacts(query: AlertFactsQuery): Promise<AlertFacts>
  problems(): Promise<Problem[]>
  /** What it would take to move sessions to failed/. Nothing is changed. */
  planMoves(moves: SessionMoves): Promise<PlannedItems>
  /** Files below the results directory that may be in want of repair: those of these paths, or every broken one. */
  repairTargets(paths: readonly string[] | null): Promise<RepairTarget[]>
  /** Sessions that have ended and were never integrated, the longest ago first. */
  neverIntegrated(): Promise<string[]>
  /** What of sessions can be merged, and ids of which nothing is known. */
  integrationEvidence(ids: readonly string[]): Promise<{ evidence: IntegrationEvidence[]; unknown: string[] }>
  /** Files that agents of active sessions are writing, below the results directory. */
  activeFiles(): Promise<ReadonlySet<string>>
  /** Finished sessions and integrated files past their retention, the oldest first; a few more than `limit` at most. */
  pastRetention(asked: RetentionQuestion): Promise<OldSessions>
  /** Sessions with what lies on disk of them once they have ended; `null` where there is no such session. */
  namedSessions(ids: readonly string[]): Promise<{ id: string; found: OldSession | null }[]>
  /** The files in `logs/`, and what they say. */
  logs: Logs
  /** What is wrong with the home, one issue a type, the most severe first. */
  issues(): Promise<Issue[]>
  /** How the home, what works in it and the monitor itself are doing. */
  health(): Promise<HealthReport>
  /** Whether Claude Code, by the settings of whoever runs this, calls the capture hooks of the home. */
  captures(): Promise<boolean>
  /** Reports of earlier checks in `logs/`. */
  healthHistory(): Promise<HealthHistory>
  /**
   * Calls `listener` with every batch of changes after `revision`, those it kept included, until the returned function
   * is called. `listener(null)` once where `revision` is too old or from another start: read everything again.
   */
  subscribe(revision: number | null, listener: (batch: ChangeBatch | null) => void): () => void
  /** Resolves with why reading ended by itself, which is a defect; nothing is answered from then on. */
  failed: Promise<unknown>
  /** Judges and shows by these settings from now on; what takes a restart is left as it is. */
  reconfigure(config: Config): void
  /** Stops watching and closes the database; resolves when the worker has ended. */
  close(): Promise<void>
}

export type MonitorOptions = {
  /** The home that was looked for, where a sample is shown instead. */
  sampleFor?: string | null
  /** Without, everything is read once, in this thread, for a command that prints and ends. */
  watch?: boolean
  /** Whether the history on disk is kept by this monitor; by default one that watches waits for its turn. */
  keeping?: HistoryKeeping
}
