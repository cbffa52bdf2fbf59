import { readAgentTranscript, toldBy } from './agent-transcript.ts'
import type { CaptureContext } from './capture-context.ts'
import { knownAgents } from './known-agents.ts'
import type { HookPayload } from './parse-payload.ts'
import { isInternalId } from './transcript/internal-id.ts'

/**
 * Whether an agent that stops is the harness's own, which today's sums up, suggests or compacts by, several times a minute:
 * it says that they have no type, tells of no start, and writes no transcript of them.
 */
export function isInternal({ results }: CaptureContext, payload: HookPayload): boolean {
  const { agentId, sessionId, isTypeless } = payload
  if (agentId === null) return false
  if (isInternalId(agentId)) return true
  if (!isTypeless || knownAgents(results, sessionId)(agentId)) return false
  return readAgentTranscript(toldBy({ ...payload, agentId })).reading === null
}
