import { readTasks } from './session-metadata.ts'
import { readStarted } from './started-record.ts'

/** What the results of an agent are called, of a completed session too. */
export function resultNames(
  results: string,
  { sessionId, agentType, agentId }: { sessionId: string; agentType: string; agentId: string },
): string[] {
  const task = `${agentType}_${agentId}`
  const before = [...(readTasks(results, sessionId) ?? [])]
  return [
    ...readStarted(results, sessionId).flatMap(({ record }) =>
      record.agent_id === agentId ? record.result_name : [],
    ),
    ...before.flatMap(([id, name]) => (id === task || id.startsWith(`${task}_`) ? name : [])),
  ]
}
