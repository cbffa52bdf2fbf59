import type { CaptureContext } from './capture-context.ts'
import { completeIfDone } from './complete-session.ts'
import { withOlderAgent } from './find-older-agent.ts'
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
      recordStop(context, withOlderAgent(context, payload))
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
