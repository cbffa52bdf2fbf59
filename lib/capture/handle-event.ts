import type { CaptureContext } from './capture-context.ts'
import { claimSession } from './claim-session.ts'
import { completeIfDone } from './complete-session.ts'
import { withOlderAgent } from './find-older-agent.ts'
import { isInternal } from './internal-agent.ts'
import type { HookPayload } from './parse-payload.ts'
import { recordSessionEnd } from './record-session-end.ts'
import { agentOf, recordStart } from './record-start.ts'
import { recordStop } from './record-stop.ts'

/** What is done for each event. Others that a hook may be called for are none of ours. */
export function handleEvent(context: CaptureContext, payload: HookPayload): void {
  switch (payload.event) {
    case 'SubagentStart':
      recordStart(context, agentOf(payload))
      return
    case 'SubagentStop':
      if (isInternal(context, payload)) return
      if (payload.agentId === null) recordOlderStop(context, payload)
      else recordStop(context, payload)
      completeIfDone(context, payload.sessionId)
      return
    case 'Stop':
      recordSessionEnd(context, payload.sessionId, false)
      return
    case 'SessionEnd':
      recordSessionEnd(context, payload.sessionId, true)
      return
    case null:
      return
  }
}

/** One after the other: each is the one that the others left, and two at once would be taken for one. */
function recordOlderStop(context: CaptureContext, payload: HookPayload): void {
  using _ = claimSession(context.results, payload.sessionId)
  const known = withOlderAgent(context, payload)
  if (known !== null) recordStop(context, known)
}
