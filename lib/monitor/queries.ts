import type { History } from '#lib/history/history.ts'
import { summarizePerformance } from '#lib/metrics/summarize-performance.ts'
import type { AttentionItem, MonitorStatus, Overview, SessionPage } from '#lib/model/live.ts'
import type { PerformanceSummary } from '#lib/model/performance.ts'
import type { Problem } from '#lib/model/problem.ts'
import type { Answer, Session, SessionDetail } from '#lib/model/session.ts'
import type { SessionQuery } from '#lib/model/session-query.ts'
import { splitPath } from '#lib/session-index/refresh-files.ts'
import { midnightBefore } from '#lib/session-index/session-index.ts'
import { readAnswer } from './read-answer.ts'
import { readSessionDetail } from './session-detail.ts'

/** Failed sessions need attention for this long after their last activity; after that they are history. */
const ATTENTION_WINDOW_MS = 24 * 3_600_000
const ATTENTION_LIMIT = 50

export type QueryContext = {
  history: History
  resultsDirectory: string
  now: () => number
  status: () => MonitorStatus
}

/** Every question that the monitor answers, by name. All of them only read. */
export type Queries = ReturnType<typeof createQueries>

export function createQueries({ history, resultsDirectory, now, status }: QueryContext) {
  const performance = (): PerformanceSummary => {
    const counts = history.sessions.counts()
    return summarizePerformance(history.summaries.results(), {
      sessions: counts.active + counts.stale + counts.failed + counts.completed,
      resultsDirectoryBytes: history.summaries.sizeBytes(),
    })
  }
  return {
    status,
    performance,
    overview: (): Overview => {
      const attention = findAttention(history, now())
      return {
        status: status(),
        counts: history.sessions.counts(),
        today: history.summaries.today(midnightBefore(now())),
        running: history.sessions.live(),
        attention: attention.slice(0, ATTENTION_LIMIT),
        attentionTotal: attention.length,
        performance: performance(),
      }
    },
    sessions: (query: SessionQuery): SessionPage => ({
      ...history.sessions.page(query),
      counts: history.sessions.counts(),
      revision: status().revision,
    }),
    everySession: ({ finished }: { finished: boolean }): Session[] =>
      finished ? [...history.sessions.live(), ...history.sessions.finished()] : history.sessions.live(),
    session: (id: string): SessionDetail | null => readSessionDetail(history, resultsDirectory, id),
    facets: () => history.summaries.facets(),
    answer: (sessionId: string, path: string): Answer | null => {
      const { directory, name } = splitPath(path)
      const record = history.files.get(directory, name)
      return record?.sessionId === sessionId ? readAnswer(resultsDirectory, record) : null
    },
    answerFiles: () => history.summaries.answerFiles(),
    problems: (): Problem[] => history.summaries.problems(),
  }
}

/** Stale sessions, the longest quiet first; then what failed within the window; then files that belong to no session. */
function findAttention(history: History, nowMs: number): AttentionItem[] {
  const stale = history.sessions.live().filter((session) => session.state === 'stale')
  const failed = history.sessions.failedSince(nowMs - ATTENTION_WINDOW_MS)
  const problems = history.summaries.problems().filter((problem) => problem.sessionId === null)
  return [
    ...stale.reverse().map((session): AttentionItem => ({ kind: 'session', session })),
    ...failed.map((session): AttentionItem => ({ kind: 'session', session })),
    ...problems.map((problem): AttentionItem => ({ kind: 'problem', problem })),
  ]
}
