import { dirname, join } from 'node:path'
import type { StartedRecord } from './started-record.ts'
import { readTranscript, type TranscriptReading } from './transcript/read-transcript.ts'

type Told = Pick<StartedRecord, 'agent_transcript_path' | 'transcript_path' | 'session_id' | 'agent_id'>

export type AgentTranscript = { path: string | null; reading: TranscriptReading | null }

/** The transcript of an agent, the first of the places where it may lie that can be read; else the likeliest, unread. */
export function readAgentTranscript(told: Told): AgentTranscript {
  const places = placesOf(told)
  for (const path of places) {
    const reading = readTranscript(path)
    if (reading.kind === 'read') return { path, reading }
  }
  return { path: places[0] ?? null, reading: null }
}

/** Told, or where the harness puts it beside its parent's: in a directory of the session, in 2025 without one. */
function placesOf({ agent_transcript_path, transcript_path, session_id, agent_id }: Told): string[] {
  if (agent_transcript_path !== null) return [agent_transcript_path]
  if (transcript_path === null || /[\0/\\]/.test(session_id + agent_id)) return []
  const [beside, name] = [dirname(transcript_path), `agent-${agent_id}.jsonl`]
  return [join(beside, session_id, 'subagents', name), join(beside, name)]
}
