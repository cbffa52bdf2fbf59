import type { TokenTotals } from '#lib/model/agent-work.ts'
import type {
  AgentMetrics,
  FrequentError,
  MetricsTotals,
  MetricsView,
  SlowSession,
  TokenLines,
} from '#lib/model/metrics-view.ts'
import type { ShareTicks } from '#lib/model/share.ts'

/** A shorter one is found in words that have nothing to do with it. */
const TELLING_CHARACTERS = 6

/**
 * What of a view somebody may see who sees numbers and names of agents, and the rest where it is ticked. Built anew from
 * what may be seen, field by field, so that a field that comes to the view is hidden until somebody decides here.
 */
export function redactMetrics(view: MetricsView, show: ShareTicks): MetricsView {
  const { filter, range, activity, errors, integrationWait, concurrency, heatMap } = view
  return {
    generatedAtMs: view.generatedAtMs,
    reading: view.reading === null ? null : { results: view.reading.results, of: view.reading.of },
    range: {
      fromMs: range.fromMs,
      untilMs: range.untilMs,
      live: range.live,
      bucketMs: range.bucketMs,
      startsMs: range.startsMs,
    },
    filter: {
      agents: filter.agents,
      projects: show.projects ? filter.projects : [],
      outcomes: filter.outcomes,
    },
    percentiles: view.percentiles,
    totals: totalsOf(view.totals),
    before: view.before === null ? null : totalsOf(view.before),
    agents: view.agents.map(agentOf),
    activity: { results: activity.results, sessions: activity.sessions },
    errors: { error: errors.error, timeout: errors.timeout, interrupted: errors.interrupted },
    successRate: view.successRate,
    integrationWait: { averageMs: integrationWait.averageMs, longestMs: integrationWait.longestMs },
    concurrency: { average: concurrency.average, peak: concurrency.peak },
    speedUp: view.speedUp,
    resources: resourcesOf(view.resources),
    heatMap: { timeZone: heatMap.timeZone, results: heatMap.results },
    slowestSessions: view.slowestSessions.map((session, at) => sessionOf(session, at, show)),
    frequentErrors: errorsOf(view, show),
    thresholds: {
      averageExecutionMs: view.thresholds.averageExecutionMs,
      successRate: view.thresholds.successRate,
      resultsDirectoryBytes: view.thresholds.resultsDirectoryBytes,
    },
  }
}

const totalsOf = (totals: MetricsTotals): MetricsTotals => ({
  results: totals.results,
  unreadable: totals.unreadable,
  sessions: totals.sessions,
  successRate: totals.successRate,
  averageMs: totals.averageMs,
  p50Ms: totals.p50Ms,
  p95Ms: totals.p95Ms,
  p99Ms: totals.p99Ms,
  timed: totals.timed,
  speedUp: totals.speedUp,
  peakConcurrency: totals.peakConcurrency,
  integrationWaitMs: totals.integrationWaitMs,
  integrated: totals.integrated,
  tokens: tokensOf(totals.tokens),
})

const tokensOf = (tokens: TokenTotals): TokenTotals => ({
  inputTokens: tokens.inputTokens,
  outputTokens: tokens.outputTokens,
  cacheReadTokens: tokens.cacheReadTokens,
  cacheWriteTokens: tokens.cacheWriteTokens,
  results: tokens.results,
})

const tokenLinesOf = (lines: TokenLines): TokenLines => ({
  inputTokens: lines.inputTokens,
  outputTokens: lines.outputTokens,
  cacheReadTokens: lines.cacheReadTokens,
  cacheWriteTokens: lines.cacheWriteTokens,
})

const agentOf = ({ lines, ...agent }: AgentMetrics): AgentMetrics => ({
  agent: agent.agent,
  results: agent.results,
  timed: agent.timed,
  successRate: agent.successRate,
  averageMs: agent.averageMs,
  p50Ms: agent.p50Ms,
  p95Ms: agent.p95Ms,
  p99Ms: agent.p99Ms,
  tokens: tokensOf(agent.tokens),
  lines: lines && {
    averageMs: lines.averageMs,
    p50Ms: lines.p50Ms,
    p95Ms: lines.p95Ms,
    p99Ms: lines.p99Ms,
    successRate: lines.successRate,
    tokens: lines.tokens && tokenLinesOf(lines.tokens),
  },
})

const resourcesOf = (resources: MetricsView['resources']): MetricsView['resources'] => ({
  resultsBytes: resources.resultsBytes,
  diskFreeBytes: resources.diskFreeBytes,
  inodesFree: resources.inodesFree,
  memoryAvailableBytes: resources.memoryAvailableBytes,
  agentsMemoryBytes: resources.agentsMemoryBytes,
  monitorMemoryBytes: resources.monitorMemoryBytes,
})

const sessionOf = (session: SlowSession, at: number, { sessionIds }: ShareTicks): SlowSession => ({
  id: sessionIds ? session.id : `Session ${at + 1}`,
  durationMs: session.durationMs,
  endedAtMs: session.endedAtMs,
  results: session.results,
  errors: session.errors,
})

/** Which session an error was of says something of both: it takes both ticks. */
function errorsOf(view: MetricsView, show: ShareTicks): FrequentError[] {
  const hidden = hiddenWords(view, show)
  return view.frequentErrors.map(({ text, count, lastAtMs, sessionId, agents }, at) => ({
    text: show.errorTexts ? without(text, hidden) : `Error ${at + 1}`,
    count,
    lastAtMs: show.errorTexts ? lastAtMs : bucketOf(lastAtMs, view),
    sessionId: show.errorTexts && show.sessionIds ? sessionId : '',
    agents,
  }))
}

/** The beginning of the bucket it is in, which the chart of errors says of all of them anyway. */
const bucketOf = (atMs: number, { range }: MetricsView): number =>
  range.startsMs.findLast((startMs) => startMs <= atMs) ?? range.fromMs

/** What an error's own words may not say where it is hidden elsewhere, the longest first. */
function hiddenWords(view: MetricsView, { projects, sessionIds }: ShareTicks): RegExp[] {
  const ids = [
    ...view.slowestSessions.map(({ id }) => id),
    ...view.frequentErrors.map(({ sessionId }) => sessionId),
  ]
  return [...(sessionIds ? [] : ids), ...(projects ? [] : view.filter.projects)]
    .sort((a, b) => b.length - a.length)
    .flatMap((word) => patternOf(word) ?? [])
}

/** Errors are grouped by texts in which numbers were replaced: a word is known by what is around them. */
const NUMBER = /[0-9a-f]*\d[0-9a-f.,]*/gi

function patternOf(word: string): RegExp | null {
  const around = word.split(NUMBER)
  if (around.join('').length < TELLING_CHARACTERS) return null
  return new RegExp(around.map((part) => RegExp.escape(part)).join('[\\w<>.,]*'), 'g')
}

const without = (text: string, words: readonly RegExp[]): string =>
  words.reduce((left, word) => left.replace(word, '…'), text)
