import { setMaxListeners } from 'node:events'
import { type Logs, openLogs } from '#lib/logs/logs.ts'
import type { IssueThresholds } from '#lib/model/issue-evidence.ts'
import type { Monitor } from './contract.ts'
import type { HomeIndexOptions } from './home-index.ts'
import { maskAnswer, maskDetail } from './mask-output.ts'
import type { Arguments, Method, Result } from './messages.ts'
import { capturesNow } from './read-captures.ts'
import { searchAnswers } from './search-answers.ts'

/** Asks the index, in whichever thread it is. */
export type Ask = <M extends Method>(method: M, ...args: Arguments<M>) => Promise<Result<M>>

/** What is asked of the index alone, whoever watches it. */
export function answering(
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
    captures: async () => capturesNow(options),
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

export function logsOf(options: HomeIndexOptions, ask: Ask): Logs {
  const existing = async (ids: readonly string[]): Promise<string[]> => {
    const known = await Promise.all(ids.map((id) => ask('hasSession', id)))
    return ids.filter((_, at) => known[at])
  }
  return openLogs({ home: options.home, mask: () => options.config.maskSecrets, existing })
}

export const thresholdsOf = ({
  config: { recoverAfterMs, cleanupAfterMs, settleMs },
}: HomeIndexOptions): IssueThresholds => ({ recoverAfterMs, cleanupAfterMs, settleMs })
