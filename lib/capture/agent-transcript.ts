import { dirname, join } from 'node:path'
import type { HookPayload } from './parse-payload.ts'
import { readSideChains } from './read-side-chains.ts'
import type { StartedRecord } from './started-record.ts'
import { readTranscript, type TranscriptReading } from './transcript/read-transcript.ts'

type Told = Pick<StartedRecord, 'agent_transcript_path' | 'transcript_path' | 'session_id' | 'agent_id'>

/** What a hook was told of where it lies. */
export const toldBy = (
  seen: Pick<HookPayload, 'sessionId' | 'transcriptPath' | 'agentTranscriptPath'> & { agentId: string },
): Told => ({
  session_id: seen.sessionId,
  agent_id: seen.agentId,
  transcript_path: seen.transcriptPath,
  agent_transcript_path: seen.agentTranscriptPath,
})

export type AgentTranscript = { path: string | null; reading: TranscriptReading | null }

/** The transcript of an agent, the first of the places where it may lie that can be read; else the likeliest, unread. */
export function readAgentTranscript(told: Told): AgentTranscript {
  const places = placesOf(told)
  for (const path of places) {
    const reading = readTranscript(path)
    if (reading.kind === 'read') return { path, reading }
  }
  return sideChain(told) ?? { path: places[0] ?? null, reading: null }
}

/** An agent that is called by a line of its session's transcript, where its lines stand. */
function sideChain({ transcript_path, agent_id }: Told): AgentTranscript | null {
  if (transcript_path === null || !LINE_ID.test(agent_id)) return null
  const own = readSideChains(transcript_path).find(({ agentId }) => agentId === agent_id)
  return own === undefined ? null : { path: transcript_path, reading: own.reading }
}

const LINE_ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** Told, or where the harness puts it beside its parent's: in a directory of the session, in 2025 without one. */
function placesOf({ agent_transcript_path, transcript_path, session_id, agent_id }: Told): string[] {
  if (agent_transcript_path !== null) return [agent_transcript_path]
  if (transcript_path === null || /[\0/\\]/.test(session_id + agent_id)) return []
  const [beside, name] = [dirname(transcript_path), `agent-${agent_id}.jsonl`]
  return [join(beside, session_id, 'subagents', name), join(beside, name)]
}
