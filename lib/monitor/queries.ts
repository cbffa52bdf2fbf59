import { checkHealth } from '#lib/health/check-health.ts'
import type { History } from '#lib/history/history.ts'
import { detectIssues } from '#lib/issues/detect-issues.ts'
import { summarizePerformance } from '#lib/metrics/summarize-performance.ts'
import type { HealthHistory, HealthReport } from '#lib/model/health.ts'
import type { Issue } from '#lib/model/issue.ts'
import type { IssueThresholds } from '#lib/model/issue-evidence.ts'
import type { MonitorStatus, SessionPage, Snapshot } from '#lib/model/live.ts'
import type { PerformanceSummary } from '#lib/model/performance.ts'
import type { Problem } from '#lib/model/problem.ts'
import { splitPath } from '#lib/model/relative-path.ts'
import type { Answer, Session, SessionDetail } from '#lib/model/session.ts'
import type { SessionQuery } from '#lib/model/session-query.ts'
import type { PlannedItems } from '#lib/recovery/planned-items.ts'
import { midnightBefore } from '#lib/session-index/session-index.ts'
import { neverIntegrated, readIntegrationEvidence } from './integration-evidence.ts'
import { type RetentionQuestion, readNamedSessions, readPastRetention } from './past-retention.ts'
import { planMoves, type SessionMoves } from './plan-moves.ts'
import { readAnswer } from './read-answer.ts'
import { type KnownHealth, RECENT_MS, readHealthEvidence } from './read-health-evidence.ts'
import { readHealthHistory } from './read-health-history.ts'
import { readIssueEvidence } from './read-issue-evidence.ts'
import { readActiveFiles, readRepairTargets } from './repair-targets.ts'
import { readSessionDetail } from './session-detail.ts'

export type QueryContext = {
  history: History
  resultsDirectory: string
  activeWindowMs: () => number
  now: () => number
  status: () => MonitorStatus
}

type HealthQuestion = Pick<KnownHealth, 'sweepIntervalMs' | 'configFile'> & { notices: readonly string[] }

/** Every question that the monitor answers, by name. All of them only read. */
export type Queries = ReturnType<typeof createQueries>

export function createQueries({ history, resultsDirectory, activeWindowMs, now, status }: QueryContext) {
  const performance = (): PerformanceSummary => {
    const counts = history.sessions.counts()
    return summarizePerformance(history.summaries.results(), {
      sessions: counts.active + counts.stale + counts.failed + counts.completed,
      resultsDirectoryBytes: history.summaries.extent().sizeBytes,
    })
  }
  /** Looks at the modes of all files too, which takes longer than any other question. */
  const issues = (thresholds: IssueThresholds): Issue[] => {
    const nowMs = now()
    const activeFiles = readActiveFiles(sources())
    const evidence = readIssueEvidence({
      history,
      resultsDirectory,
      status: status(),
      thresholds,
      activeFiles,
      nowMs,
    })
    return detectIssues(evidence, nowMs)
  }
  const sources = () => ({ history, resultsDirectory, activeWindowMs: activeWindowMs(), nowMs: now() })
  return {
    status,
    performance,
    counts: () => history.sessions.counts(),
    indexCounters: () => ({ sessions: history.sessions.counts(), missedChanges: status().missedChanges }),
    snapshot: (): Snapshot => ({
      status: status(),
      counts: history.sessions.counts(),
      today: history.summaries.today(midnightBefore(now())),
      strays: history.summaries.strays(),
    }),
    sessions: (query: SessionQuery): SessionPage => ({
      ...history.sessions.page(query),
      counts: history.sessions.counts(),
      revision: status().revision,
    }),
    everySession: ({ finished }: { finished: boolean }): Session[] =>
      finished ? [...history.sessions.live(), ...history.sessions.finished()] : history.sessions.live(),
    session: (id: string): SessionDetail | null => readSessionDetail(history, resultsDirectory, id),
    sessionsOf: (ids: readonly string[]): Session[] => ids.flatMap((id) => history.sessions.get(id) ?? []),
    hasSession: (id: string): boolean => history.sessions.get(id) !== null,
    facets: () => history.summaries.facets(),
    answer: (sessionId: string, path: string, { whole }: { whole: boolean }): Answer | null => {
      const { directory, name } = splitPath(path)
      const record = history.files.get(directory, name)
      // The record of a start is no answer, and says where a transcript lies.
      const isAnswer = record?.sessionId === sessionId && record.kind !== 'running'
      return isAnswer ? readAnswer(resultsDirectory, record, whole) : null
    },
    answerFiles: () => history.summaries.answerFiles(),
    problems: (): Problem[] => history.summaries.problems(),
    planMoves: (moves: SessionMoves): PlannedItems => planMoves(sources(), moves),
    repairTargets: (paths: readonly string[] | null) => readRepairTargets(sources(), paths),
    neverIntegrated: () => neverIntegrated(history),
    integrationEvidence: (ids: readonly string[]) => readIntegrationEvidence(sources(), ids),
    activeFiles: () => readActiveFiles(sources()),
    pastRetention: (asked: RetentionQuestion) =>
      readPastRetention({ ...sources(), isScanned: status().scan.finishedAtMs !== null }, asked),
    namedSessions: (ids: readonly string[]) =>
      readNamedSessions({ ...sources(), isScanned: status().scan.finishedAtMs !== null }, ids),
    issues,
    /** As long as `issues` takes, which it begins with. `notices` are of what this thread knows nothing of. */
    health: (thresholds: IssueThresholds, { notices, ...asked }: HealthQuestion): HealthReport => {
      const nowMs = now()
      const { results, errors } = history.summaries.today(nowMs - RECENT_MS)
      const known = status()
      const historyNotice = [known.historyNotice, ...notices].filter((text) => text !== null).join(' ')
      return checkHealth(
        readHealthEvidence({
          nowMs,
          issues: issues(thresholds),
          status: {
            ...known,
            scan: { ...known.scan, ...history.summaries.extent() },
            historyNotice: historyNotice || null,
          },
          ...asked,
          recent: { results, errors },
          projects: history.summaries.facets().projects,
        }),
      )
    },
    healthHistory: (): HealthHistory => readHealthHistory(status().home),
  }
}
