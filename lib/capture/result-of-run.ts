import type { AgentTranscript } from './agent-transcript.ts'
import { metadataOf, type Outcome } from './describe-outcome.ts'
import type { CapturedResult } from './result-file.ts'
import type { StartedRecord } from './started-record.ts'
import { withoutEarlier } from './without-earlier.ts'

export type Ended = {
  outcome: Outcome
  transcript: AgentTranscript
  endedAtMs: number
  model: string | null
  /** False where nobody told of the run before it stopped. */
  isStartSeen?: boolean
}

/** By which a result's `metadata` says so. */
export const START_UNSEEN = { name: 'start', value: 'unseen' } as const

/** The result of a run, as far as its record and its end tell. */
export function resultOf(
  results: string,
  record: StartedRecord,
  { outcome, transcript, endedAtMs, model, isStartSeen = true }: Ended,
): CapturedResult {
  const startedAtMs = Date.parse(record.started_at)
  return {
    session_id: record.session_id,
    task_id: record.task_id,
    subagent_type: record.subagent_type,
    timestamp: new Date(endedAtMs).toISOString(),
    execution_time_ms: Math.max(0, endedAtMs - startedAtMs),
    ...outcome,
    metadata: {
      ...withoutEarlier(results, record, metadataOf(transcript.reading, { model, cwd: record.cwd })),
      ...(transcript.path === null ? {} : { transcript_path: transcript.path }),
      ...(record.given_session_id === null ? {} : { given_session_id: record.given_session_id }),
      agent_id: record.agent_id,
      harness: record.harness,
      ...(isStartSeen ? {} : { [START_UNSEEN.name]: START_UNSEEN.value }),
    },
  }
}
