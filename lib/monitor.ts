import { setMaxListeners } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import type { Config } from '#lib/config.ts'
import { sqliteErrorCode, unwritableReason } from '#lib/errors.ts'
import type { HistoryKeeping } from '#lib/history/open-history.ts'
import type { AlertFacts, AlertFactsQuery } from '#lib/model/alert.ts'
import type { HealthHistory, HealthReport } from '#lib/model/health.ts'
import type { Issue } from '#lib/model/issue.ts'
import type { IssueThresholds } from '#lib/model/issue-evidence.ts'
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
import { type Logs, openLogs } from './logs/logs.ts'
import { createMarkdownReader } from './markdown/markdown-reader.ts'
import { createChangeFeed } from './monitor/change-feed.ts'
import { type HomeIndex, type HomeIndexOptions, openHomeIndex } from './monitor/home-index.ts'
import { hasPastRuns } from './monitor/import-runs.ts'
import { startIndex } from './monitor/index-client.ts'
import { maskAnswer, maskDetail } from './monitor/mask-output.ts'
import type { Arguments, Method, Result } from './monitor/messages.ts'
import { startMetrics } from './monitor/metrics-client.ts'
import type { MetricsHome } from './monitor/metrics-home.ts'
import type { RetentionQuestion } from './monitor/past-retention.ts'
import type { SessionMoves } from './monitor/plan-moves.ts'
import { capturesNow } from './monitor/read-captures.ts'
import { readMetrics } from './monitor/read-metrics.ts'
import { searchAnswers } from './monitor/search-answers.ts'
import type { IntegrationEvidence } from './recovery/plan-integration.ts'
import type { OldSession, OldSessions } from './recovery/plan-old-sessions.ts'
import type { PlannedItems } from './recovery/planned-items.ts'
import { type RunningSessions, readRunning } from './session-index/read-running.ts'
import { resolveRoots } from './store/resolve-roots.ts'

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

export type { Logs } from './logs/logs.ts'
export { type Access, openAccess } from './monitor/access.ts'
export type { AlertWatch } from './monitor/alert-watch.ts'
export { type CarriedOut, carryOutPlan, isConfirmedBeforehand, planOrReason } from './monitor/carry-out.ts'
export { followSettings } from './monitor/follow-settings.ts'
export { type GuideAlerts, readGuideAlerts } from './monitor/guide-alerts.ts'
export { createHealth, type Health, writeHealthReport } from './monitor/health.ts'
export { type ImportRequest, importRuns } from './monitor/import-runs.ts'
export { createLiveConfig, type LiveConfig } from './monitor/live-config.ts'
export { type Mended, mendIssues, mendsOf } from './monitor/mend-issues.ts'
export { openAlerts } from './monitor/open-alerts.ts'
export { type OpenRecovery, openRecovery } from './monitor/open-recovery.ts'
export { type OpenSettings, openSettings } from './monitor/open-settings.ts'
export { nameOfFile, previewFile } from './monitor/preview-file.ts'
export { readHookStatus } from './monitor/read-hook-status.ts'
export { withSnoozes } from './monitor/read-snoozes.ts'
export { createSettings, type Settings } from './monitor/settings.ts'
export { createSharing, type Sharing } from './monitor/sharing.ts'
export { logFault } from './store/log-fault.ts'
export { ownUser } from './store/own-user.ts'

type Ask = <M extends Method>(method: M, ...args: Arguments<M>) => Promise<Result<M>>

/** Opens a home. Throws `AppError('home_unreadable')` where it is not there or cannot be read. */
export function createMonitor(
  config: Config,
  { sampleFor = null, watch = true, keeping = watch ? 'wait' : 'if_free' }: MonitorOptions = {},
): Monitor {
  const options: HomeIndexOptions = { config, ...resolveRoots(config), sampleFor, keeping, unwritable: null }
  return watch ? watchingMonitor(options) : readingMonitor(options)
}

/** The sessions with files in temp and running, read from these directories alone: quick however much is finished. */
export async function readRunningSessions(config: Config): Promise<RunningSessions> {
  const { resultsDirectory } = resolveRoots(config)
  const { activeWindowMs, settleMs } = config
  return readRunning({ resultsDirectory, activeWindowMs, settleMs, nowMs: Date.now() })
}

function watchingMonitor(options: HomeIndexOptions): Monitor {
  const feed = createChangeFeed()
  const results = new MessageChannel()
  const index = startIndex(options, feed, results.port1)
  const metrics = startMetrics({ ...options, keeping: 'wait', unwritable: null }, results.port2)
  const markdown = createMarkdownReader()
  const logs = logsOf(options, index.ask)
  const withNotice = (status: MonitorStatus): MonitorStatus => ({
    ...status,
    historyNotice: [status.historyNotice, metrics.notice()].filter((text) => text !== null).join(' ') || null,
  })
  return {
    ...answering(index.ask, options),
    status: async () => withNotice(await index.ask('status')),
    async snapshot() {
      const snapshot = await index.ask('snapshot')
      return { ...snapshot, status: withNotice(snapshot.status) }
    },
    metrics: (query) => metrics.ask('metrics', query),
    counters: async () => ({ ...(await metrics.ask('counters')), ...(await index.ask('indexCounters')) }),
    metricsFacets: () => metrics.ask('facets'),
    awaitsImport: async () => (await metrics.ask('facets')).agents.length === 0 && hasPastRuns(),
    alertFacts: (query) => metrics.ask('alertFacts', query),
    health: () => {
      const notices = [metrics.notice()].filter((text) => text !== null)
      const { sweepIntervalMs, configFile } = options.config
      return index.ask('health', thresholdsOf(options), { sweepIntervalMs, configFile, notices })
    },
    markdown: markdown.read,
    logs,
    ready: () => index.ready,
    failed: Promise.race([index.failed, metrics.failed]),
    subscribe: feed.subscribe,
    reconfigure(config) {
      options.config = config
      index.configure(config)
      metrics.configure(config)
    },
    async close() {
      markdown.close()
      logs.close()
      await Promise.all([index.close(), metrics.close()])
    },
  }
}

function readingMonitor(options: HomeIndexOptions): Monitor {
  const opened = readHome(options)
  const ask: Ask = async (method, ...args) => {
    const home = await opened
    // A union of methods cannot be called by the type of one of them; the signature of `ask` keeps them paired.
    const query = home.queries[method] as (...args: unknown[]) => Result<typeof method>
    return query(...args)
  }
  // Most commands never ask for it.
  let measured: Promise<MetricsHome> | null = null
  const metrics = (): Promise<MetricsHome> => {
    measured ??= opened.then((home) => readMetrics(options, home))
    return measured
  }
  return {
    ...answering(ask, options),
    metrics: async (query) => (await metrics()).queries.metrics(query),
    counters: async () => ({ ...(await metrics()).queries.counters(), ...(await ask('indexCounters')) }),
    metricsFacets: async () => (await metrics()).queries.facets(),
    awaitsImport: async () => (await metrics()).queries.facets().agents.length === 0 && hasPastRuns(),
    alertFacts: async (query) => (await metrics()).queries.alertFacts(query),
    health: () => {
      const { configFile } = options.config
      return ask('health', thresholdsOf(options), { sweepIntervalMs: null, configFile, notices: [] })
    },
    ready: async () => {
      await opened
    },
    logs: logsOf(options, ask),
    // Commands print no Markdown.
    markdown: async (texts) => texts.map(() => null),
    // It reads in this thread, where a defect shows by itself.
    failed: new Promise(() => undefined),
    subscribe: () => () => undefined,
    // A command ends before anybody changes anything.
    reconfigure: () => undefined,
    async close() {
      ;(await measured)?.close()
      ;(await opened).history.close()
    },
  }
}

function logsOf(options: HomeIndexOptions, ask: Ask): Logs {
  const existing = async (ids: readonly string[]): Promise<string[]> => {
    const known = await Promise.all(ids.map((id) => ask('hasSession', id)))
    return ids.filter((_, at) => known[at])
  }
  return openLogs({ home: options.home, mask: () => options.config.maskSecrets, existing })
}

/** The logs of a home for a command, which prints no links. Throws `AppError('home_unreadable')` where there is none. */
export function readLogs(config: Config): Logs {
  const { home } = resolveRoots(config)
  return openLogs({ home, mask: () => config.maskSecrets, existing: async () => [] })
}

/** Reads everything once. Where the disk turns out to be full on the way, it is read in memory. */
async function readHome(options: HomeIndexOptions): Promise<HomeIndex> {
  const home = openHomeIndex(options)
  try {
    await home.index.scan({ light: false })
    return home
  } catch (error) {
    home.history.close()
    const unwritable = sqliteErrorCode(error) === null ? null : unwritableReason(error)
    if (unwritable === null || options.unwritable !== null) throw error
    return readHome({ ...options, unwritable })
  }
}

const thresholdsOf = ({
  config: { recoverAfterMs, cleanupAfterMs, settleMs },
}: HomeIndexOptions): IssueThresholds => ({ recoverAfterMs, cleanupAfterMs, settleMs })

function answering(
  ask: Ask,
  options: HomeIndexOptions,
): Omit<
  Monitor,
  | 'ready'
  | 'failed'
  | 'markdown'
  | 'logs'
  | 'metrics'
  | 'counters'
  | 'metricsFacets'
  | 'awaitsImport'
  | 'alertFacts'
  | 'health'
  | 'subscribe'
  | 'reconfigure'
  | 'close'
> {
  const { resultsDirectory } = options
  return {
    captures: async () => capturesNow(options.home),
    status: () => ask('status'),
    snapshot: () => ask('snapshot'),
    sessions: (query) => ask('sessions', query),
    everySession: (options) => ask('everySession', options),
    async session(id) {
      const detail = await ask('session', id)
      return detail && options.config.maskSecrets ? maskDetail(detail) : detail
    },
    hasSession: (id) => ask('hasSession', id),
    sessionsOf: (ids) => ask('sessionsOf', ids),
    facets: () => ask('facets'),
    async answer(sessionId, path, asked) {
      const answer = await ask('answer', sessionId, path, asked)
      return answer && options.config.maskSecrets ? maskAnswer(answer) : answer
    },
    async *searchAnswers(text, signal) {
      setMaxListeners(0, signal)
      const files = await ask('answerFiles')
      yield* searchAnswers({ resultsDirectory, text, files, mask: options.config.maskSecrets }, signal)
    },
    performance: () => ask('performance'),
    problems: () => ask('problems'),
    planMoves: (moves) => ask('planMoves', moves),
    repairTargets: (paths) => ask('repairTargets', paths),
    neverIntegrated: () => ask('neverIntegrated'),
    integrationEvidence: (ids) => ask('integrationEvidence', ids),
    activeFiles: () => ask('activeFiles'),
    pastRetention: (asked) => ask('pastRetention', asked),
    namedSessions: (ids) => ask('namedSessions', ids),
    issues: () => ask('issues', thresholdsOf(options)),
    healthHistory: () => ask('healthHistory'),
  }
}
