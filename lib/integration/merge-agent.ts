import { createHash } from 'node:crypto'
import type { AgentAnswer, AgentStatus, MergedAnswers } from './integrated-session.ts'
import type { ResultToMerge } from './result-to-merge.ts'

/** Merges the results of one agent, at least one, as the original's integrator does. */
export function mergeAgent(agent: string, results: readonly ResultToMerge[]): AgentAnswer {
  const [first] = results
  return {
    count: results.length,
    results:
      first !== undefined && results.length === 1
        ? { content: first.content, error: first.error }
        : mergeSeveral(agent, results),
    execution_time_ms: sumMilliseconds(results),
    status: statusOf(results),
  }
}

/** Of all results together. Numbers that add up to more than a number can be would be written as `null`. */
export function sumMilliseconds(results: readonly ResultToMerge[]): number {
  const total = results.reduce((sum, { executionMs }) => sum + executionMs, 0)
  return Math.min(total, Number.MAX_VALUE)
}

/** Contents that are the same are taken once, where the first of them stands; empty ones not at all. */
function mergeSeveral(agent: string, results: readonly ResultToMerge[]): MergedAnswers {
  const contents = results.map(({ content }) => content).filter((content) => content !== '')
  const distinct = new Map(contents.map((content) => [hashOf(content), content]))
  return {
    content: [...distinct.values()].join(PARTED_AGENTS.has(agent) ? '\n\n---\n\n' : '\n'),
    errors: results.flatMap(({ error }) => error ?? []),
    duplicates_removed: contents.length - distinct.size,
  }
}

/** Agents whose answers are documents of their own, which the original parts by a rule. */
const PARTED_AGENTS: ReadonlySet<string> = new Set(['trinitas-coordinator', 'springfield-strategist'])

/**
 * A set of the contents themselves would compare long ones of equal length with each other, since their hashes in
 * memory are their lengths. UTF-8 takes halves of characters for each other, so what holds some is hashed as UTF-16.
 */
function hashOf(content: string): string {
  const encoding = content.isWellFormed() ? 'utf8' : 'utf16le'
  return encoding + createHash('sha256').update(content, encoding).digest('hex')
}

/** The original's rule: one error makes a partial failure, and what is neither that nor all success is unknown. */
function statusOf(results: readonly ResultToMerge[]): AgentStatus {
  if (results.every(({ status }) => status === 'success')) return 'success'
  return results.some(({ status }) => status === 'error') ? 'partial_failure' : 'unknown'
}
