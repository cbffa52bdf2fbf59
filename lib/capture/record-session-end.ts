import { pinIfThere } from '#lib/store/pinned-directory.ts'
import { readAgentTranscript } from './agent-transcript.ts'
import type { CaptureContext } from './capture-context.ts'
import { completeIfDone, takeEmptyAway } from './complete-session.ts'
import { hasEnded, outcomeOfEnd, outcomeOfStop } from './describe-outcome.ts'
import { findResult } from './find-result.ts'
import { isOfRun } from './is-of-run.ts'
import { removeDeadParts } from './process-mark.ts'
import { namesIn } from './read-small-file.ts'
import { writeResult } from './record-stop.ts'
import { readStarted, recordsIn, type StartedRecord } from './started-record.ts'
import { isStopped, markStopped } from './stopped-mark.ts'

/**
 * The parent has stopped, for this turn or for good. Agents whose stop nobody told us of, since that hook was killed, are
 * looked up in their transcripts; at the end of the session those that have not ended were interrupted.
 */
export function recordSessionEnd(context: CaptureContext, sessionId: string, forGood: boolean): void {
  if (markStopped(context.results, sessionId)) {
    for (const { record } of readStarted(context.results, sessionId)) lookUp(context, record, forGood)
    // What completed a moment ago may have taken this stop's mark along with its own.
    while (!completeIfDone(context, sessionId) && isUnmarked(context, sessionId))
      markStopped(context.results, sessionId)
  }
  completeOthers(context, sessionId)
  tidyUp(context)
}

/** What killed hooks left where results come and go. */
function tidyUp({ results }: CaptureContext): void {
  for (const place of ['temp', 'running', 'integrated']) {
    using directory = pinIfThere(results, place)
    if (directory !== null) removeDeadParts(directory)
  }
}

const isUnmarked = ({ results }: CaptureContext, sessionId: string): boolean =>
  readStarted(results, sessionId).length > 0 && !isStopped(results, sessionId)

/** Older versions do not write into a transcript that nothing follows; one that was quiet for so long has ended. */
const QUIET_MS = 60_000

function lookUp(context: CaptureContext, record: StartedRecord, forGood: boolean): void {
  if (findResult(context.results, record.session_id, record.result_name) !== null) return
  const transcript = readAgentTranscript(record)
  const { reading } = transcript
  const summary =
    reading?.kind === 'read' && isOfRun(context.results, reading.summary, record) ? reading.summary : null
  const isQuiet = reading?.kind === 'read' && context.nowMs() - reading.modifiedAtMs > QUIET_MS
  const isOver =
    summary !== null && (hasEnded(summary) || (summary.end.kind === 'answered' && (isQuiet || forGood)))
  if (!isOver && !forGood) return
  writeResult(context, record, {
    outcome: isOver ? outcomeOfStop(null, summary) : outcomeOfEnd(summary),
    transcript,
    endedAtMs: isOver ? (summary.lastAtMs ?? context.nowMs()) : context.nowMs(),
    model: null,
  })
}

/** A hook has little time, and the next one goes on. */
const OTHERS_LIMIT = 3

/** Sessions that would have been completed, had their last hook not been killed. */
function completeOthers(context: CaptureContext, ownId: string): void {
  using running = pinIfThere(context.results, 'running')
  if (running === null) return
  let completed = 0
  for (const name of namesIn(running)) {
    if (name.startsWith('.') || completed === OTHERS_LIMIT) continue
    const id = idIn(context.results, name)
    if (id === null) takeEmptyAway(context.results, name)
    if (id === null || id === ownId || !isStopped(context.results, id)) continue
    if (completeIfDone(context, id)) completed += 1
  }
}

/** Whose directory it is, as its first record says. */
function idIn(results: string, name: string): string | null {
  using directory = pinIfThere(results, `running/${name}`)
  return directory === null ? null : (recordsIn(directory)[0]?.record.session_id ?? null)
}
