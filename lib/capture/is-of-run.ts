import { resultNames } from './result-names.ts'
import type { StartedRecord } from './started-record.ts'
import type { TranscriptSummary } from './transcript/transcript-summary.ts'

/**
 * Whether a transcript ends with this run: else it ends with one before, of an agent that was called again and has not written
 * since.
 */
export function isOfRun(
  results: string,
  { lastAtMs }: TranscriptSummary,
  { session_id: sessionId, subagent_type: agentType, agent_id: agentId, ...record }: StartedRecord,
): boolean {
  if (lastAtMs === null || lastAtMs >= Date.parse(record.started_at)) return true
  return resultNames(results, { sessionId, agentType, agentId }).every((name) => name === record.result_name)
}
