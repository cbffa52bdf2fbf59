import { readAgentTranscript, toldBy } from './agent-transcript.ts'
import type { CaptureContext } from './capture-context.ts'
import { lastRunOf } from './last-run.ts'
import type { SeenAgent } from './record-start.ts'
import { START_UNSEEN } from './result-of-run.ts'
import { textField, timeField } from './transcript/line-fields.ts'

/** A hook that was slow, or was called again, is not later in practice. */
const LATE_MS = 10_000

/**
 * Whether this is the start of a run that has stopped since: its result says that nobody had told of a start, that was a
 * moment ago, and the agent's transcript has not grown since. Of an agent that really goes on within that moment only the
 * beginning is missed: its own stop makes it a run as this one's did.
 */
export function isLateStart({ results, nowMs }: CaptureContext, agent: SeenAgent): boolean {
  const last = lastRunOf(results, agent)
  if (last === null || textField(last.result, 'metadata', START_UNSEEN.name) !== START_UNSEEN.value)
    return false
  const stoppedAtMs = timeField(last.result, 'timestamp')
  if (stoppedAtMs === null || Math.abs(nowMs() - stoppedAtMs) > LATE_MS) return false
  const { reading } = readAgentTranscript(toldBy(agent))
  const lastAtMs = reading?.kind === 'read' ? reading.summary.lastAtMs : null
  return lastAtMs === null || lastAtMs <= stoppedAtMs
}
