import { pinDirectory } from '#lib/store/pinned-directory.ts'
import { readAgentTranscript, toldBy } from './agent-transcript.ts'
import type { CaptureContext } from './capture-context.ts'
import { type Outcome, outcomeOfStop } from './describe-outcome.ts'
import { isMadeUp } from './find-made-up.ts'
import { findResult } from './find-result.ts'
import { isAnswerOf } from './is-answer-of.ts'
import { isOfRun } from './is-of-run.ts'
import type { HookPayload } from './parse-payload.ts'
import { agentOf, runAtWork, type SeenAgent, startRun } from './record-start.ts'
import { resultPieces } from './result-file.ts'
import { resultNames } from './result-names.ts'
import { type Ended, resultOf } from './result-of-run.ts'
import type { StartedRecord } from './started-record.ts'
import { takeLateStop } from './take-late-stop.ts'
import { writeNewFile } from './write-new-file.ts'

/** Writes the result of an agent that has stopped, once however often it is told. */
export function recordStop(context: CaptureContext, payload: HookPayload): void {
  const agent = agentOf(payload)
  const transcript = readAgentTranscript(toldBy(agent))
  const summary = transcript.reading?.kind === 'read' ? transcript.reading.summary : null
  // How a run before ended says nothing of one whose answer is told.
  const isOwn = (run: StartedRecord | null): boolean =>
    run === null || summary === null || payload.answer === null || isOfRun(context.results, summary, run)
  for (;;) {
    const atWork = runAtWork(context, agent)
    const outcome = outcomeOfStop(payload.answer, isOwn(atWork) ? summary : null)
    // Told again of what is written already; or its result was looked up before it came.
    if (atWork === null && isWritten(context, agent, outcome)) return
    const ended = { outcome, transcript, endedAtMs: context.nowMs(), model: payload.model }
    if (atWork === null && takeLateStop(context, agent, ended)) return
    const record = atWork ?? startRun(context, agent, startOf(context, agent, summary?.firstAtMs ?? null))
    if (writeResult(context, record, { ...ended, isStartSeen: atWork !== null })) return
  }
}

/** Of an agent whose start nobody saw. Of a further run it is not known: its transcript begins with the first. */
function startOf(context: CaptureContext, agent: SeenAgent, firstAtMs: number | null): number {
  const isFirst = resultNames(context.results, agent).length === 0
  return Math.min((isFirst ? firstAtMs : null) ?? context.nowMs(), context.nowMs())
}

function isWritten(context: CaptureContext, agent: SeenAgent, { result }: Outcome): boolean {
  return resultNames(context.results, agent).some((name) => {
    const path = findResult(context.results, agent.sessionId, name)
    const file = `${context.results}/${path}`
    return path !== null && isAnswerOf(file, result) && !isMadeUp(file)
  })
}

/** False where it is there already. */
export function writeResult({ results }: CaptureContext, record: StartedRecord, ended: Ended): boolean {
  const result = resultOf(results, record, ended)
  if (findResult(results, record.session_id, record.result_name) !== null) return false
  using temp = pinDirectory(results, 'temp', { make: true })
  return writeNewFile(temp, record.result_name, { pieces: resultPieces(result), how: 'new' })
}
