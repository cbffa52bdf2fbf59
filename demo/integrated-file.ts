import type { HookResult } from '#lib/testing/hook-files.ts'

/** What the original's integrator writes of a session, as far as anything reads it. */
export function integratedText(session: string, results: readonly HookResult[], atMs: number): string {
  const timestamp = new Date(atMs).toISOString()
  const failures = results.filter((result) => result.status !== 'success').length
  const content = {
    session_id: session,
    timestamp,
    agent_results: Object.fromEntries(
      results.map((result) => [
        result.subagent_type,
        {
          count: 1,
          results: { content: result.result, error: result.error },
          execution_time_ms: result.execution_time_ms,
          status: result.status === 'success' ? 'success' : 'partial_failure',
        },
      ]),
    ),
    synthesis: {
      summary: `Integrated results from ${results.length} agents`,
      key_insights: results.some((result) => result.subagent_type === 'vector-auditor')
        ? ['Security Risk identified by vector-auditor']
        : [],
      recommendations: [],
      consensus_level: failures === 0 ? 'high' : failures === 1 ? 'medium' : 'low',
    },
    metadata: {
      total_agents: results.length,
      total_results: results.length,
      integration_timestamp: timestamp,
    },
  }
  return `${JSON.stringify(content, null, 2)}\n`
}
