import { formatDuration } from '#lib/format/duration.ts'
import { formatRate } from '#lib/format/number.ts'
import { printable } from '#lib/format/printable.ts'
import { usageWords } from '#lib/format/usage-words.ts'
import type { TokenTotals } from '#lib/model/agent-work.ts'
import type { PerformanceSummary } from '#lib/model/performance.ts'
import { heading } from './print.ts'

const tokenWords = (tokens: TokenTotals): string => usageWords({ ...tokens, toolCalls: null }).join(', ')

/** The original's lines, word for word, then what it did not say. */
export function performanceLines(summary: PerformanceSummary): string[] {
  const { averageExecutionMs, resultsDirectoryBytes, successRate, results, sessions, tokens, agents } =
    summary
  return [
    heading('Performance Metrics'),
    `Average execution time: ${averageExecutionMs === null ? 'unknown' : `${Math.round(averageExecutionMs)}ms`}`,
    `Results directory size: ${Math.round(resultsDirectoryBytes / 1e6)}MB`,
    `Success rate: ${formatRate(successRate)}`,
    `Results: ${results} in ${sessions} sessions`,
    // Of homes whose hooks say nothing of it there is nothing to say.
    ...(tokens.results === 0
      ? []
      : [`Tokens: ${tokenWords(tokens)} (of ${tokens.results} of ${results} results)`]),
    ...agents.map(
      ({ agent, results: count, averageExecutionMs: average, p95Ms, successRate: rate, tokens: own }) =>
        `  ${printable(agent)}: ${count} results, average ${formatDuration(average)}, 95 % within ${formatDuration(p95Ms)}, success ${formatRate(rate)}${own.results === 0 ? '' : `, ${tokenWords(own)}`}`,
    ),
  ]
}
