import { readTasks } from './session-metadata.ts'
import { readStarted } from './started-record.ts'

/** Says of the ids of agents whether they are known in a session, one that was completed before too. */
export function knownAgents(results: string, sessionId: string): (agentId: string) => boolean {
  const started = new Set(readStarted(results, sessionId).map(({ record }) => record.agent_id))
  const tasks = [...(readTasks(results, sessionId)?.keys() ?? [])].map((task) => `${task}_`)
  return (agentId) => started.has(agentId) || tasks.some((task) => task.includes(`_${agentId}_`))
}
