import type { IntegratedSession } from './integrated-session.ts'
import { mergeAgent, sumMilliseconds } from './merge-agent.ts'
import { type ResultToMerge, resultToMerge } from './result-to-merge.ts'
import { synthesize } from './synthesize.ts'

/** One result that could be read: its fields as the file has them. */
export type IntegrationInput = {
  path: string
  /** Parsed JSON, unknown fields and all. */
  content: unknown
  /** What is missing, as a sentence; `null` where the result is whole. */
  cutShort: string | null
}

/** What belongs to the session and is not part of the answer: it cannot be read, or was set aside. */
export type IntegrationGap = { path: string; reason: string }

export type IntegrationRequest = {
  sessionId: string
  /** In the order in which they are merged. */
  results: readonly IntegrationInput[]
  unreadable: readonly IntegrationGap[]
  /** How many were expected and are not there. */
  missing: number
  /** Epoch milliseconds. */
  atMs: number
}

/**
 * Merges the results of a session as the original's integrator does, but that a success has no error, and that what
 * could not be read, was cut short or is missing is named in `metadata`. Pure.
 */
export function integrateResults(request: IntegrationRequest): IntegratedSession {
  const results = request.results.map(({ content }) => resultToMerge(content))
  const answers = new Map(
    [...Map.groupBy(results, ({ agent }) => agent)].map(([agent, own]) => [agent, mergeAgent(agent, own)]),
  )
  return {
    session_id: request.sessionId,
    timestamp: timestampOf(request),
    // Defines each name as a field of its own, even `__proto__`.
    agent_results: Object.fromEntries(answers),
    synthesis: synthesize(answers),
    metadata: metadataOf(request, results, answers.size),
  }
}

/** The file's text: JSON with two spaces, as the original writes it, and a final newline. */
export function integratedText(session: IntegratedSession): string {
  return `${JSON.stringify(session, null, 2)}\n`
}

function metadataOf(
  request: IntegrationRequest,
  results: readonly ResultToMerge[],
  agents: number,
): IntegratedSession['metadata'] {
  return {
    total_agents: agents,
    total_results: results.length,
    integration_timestamp: timestampOf(request),
    total_execution_time_ms: sumMilliseconds(results),
    unreadable_results: request.unreadable.map(({ path, reason }) => ({ path, reason })),
    cut_short_results: request.results.flatMap(({ path, cutShort }) =>
      cutShort === null ? [] : { path, missing: cutShort },
    ),
    missing_results: request.missing,
  }
}

const timestampOf = ({ atMs }: IntegrationRequest): string => new Date(atMs).toISOString()
