import { dirname } from 'node:path'
import { pinDirectory } from '#lib/store/pinned-directory.ts'
import type { CaptureContext } from './capture-context.ts'
import { claimSession } from './claim-session.ts'
import { findMadeUp } from './find-made-up.ts'
import { recordOf, type SeenAgent } from './record-start.ts'
import { resultPieces } from './result-file.ts'
import { type Ended, resultOf } from './result-of-run.ts'
import { readStarted, type StartedRecord, writeStarted } from './started-record.ts'
import { markStopped } from './stopped-mark.ts'
import { writeNewFile } from './write-new-file.ts'

/** Whoever moves the results of the session is done by then. */
const WAIT_MS = 10_000

/**
 * Puts what an agent answered after its session had ended in the place of what was made up for it, so that its run counts
 * once, and leaves the session to be completed again. False where nothing was made up.
 */
export function takeLateStop(context: CaptureContext, agent: SeenAgent, ended: Ended): boolean {
  const { results } = context
  if (findMadeUp(results, agent) === null) return false
  // Who moves it meanwhile would take this one away with its first name.
  using claim = claimSession(results, agent.sessionId, WAIT_MS)
  const madeUp = claim === null ? null : findMadeUp(results, agent)
  if (madeUp === null) return false
  const { taskId, resultName, path, startedAtMs } = madeUp
  const record = { ...recordOf(context, agent, taskId, startedAtMs), result_name: resultName }
  completeAgain(results, record)
  using directory = pinDirectory(results, dirname(path))
  const pieces = resultPieces(resultOf(results, record, ended))
  return writeNewFile(directory, resultName, { pieces, how: 'replace' })
}

/** Unless others are at work: then their parent goes on, and its next stop completes the session. */
function completeAgain(results: string, record: StartedRecord): void {
  if (readStarted(results, record.session_id).length > 0) return
  // First, so that who is killed behind the record leaves what the next one needs.
  markStopped(results, record.session_id, { make: true })
  writeStarted(results, record)
  // What took an empty directory away just then took the mark along.
  markStopped(results, record.session_id)
}
