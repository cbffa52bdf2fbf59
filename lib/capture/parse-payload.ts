import { basename } from 'node:path'
import { AppError } from '#lib/errors.ts'
import { type LongText, textOf } from './long-text.ts'
import { toAgentWord, toSessionId } from './safe-name.ts'
import { HeldText, type ScannedObject, scanObject } from './scan-object.ts'

export type CaptureEvent = 'SubagentStart' | 'SubagentStop' | 'Stop' | 'SessionEnd'

export type Harness = 'claude-code' | 'codex'

/** What a hook was handed, by any version: what is `null` it was not told. */
export type HookPayload = {
  /** `null` is an event that is none of ours. */
  event: CaptureEvent | null
  sessionId: string
  /** What it was handed as the session's id, where that can be none. */
  givenSessionId: string | null
  agentId: string | null
  agentType: string | null
  /** It says that there is no type, which is not that it says nothing of it. */
  isTypeless: boolean
  transcriptPath: string | null
  agentTranscriptPath: string | null
  cwd: string | null
  model: string | null
  harness: Harness
  /** The agent's final text. */
  answer: LongText | null
}

const EVENTS: ReadonlySet<unknown> = new Set<CaptureEvent>([
  'SubagentStart',
  'SubagentStop',
  'Stop',
  'SessionEnd',
])
const isEvent = (value: unknown): value is CaptureEvent => EVENTS.has(value)

/** Ids and names are a part of a name; longer ones are not of any harness. */
const WORD_LIMIT_CHARACTERS = 4096

/** `event` is what the command line says, where it does. Throws `AppError('request_invalid')`. */
export function parsePayload(bytes: Buffer, event: string | null = null): HookPayload {
  const fields = scanObject(bytes)
  const word = (...names: string[]): string | null => firstWord(fields, names)
  const given = word('session_id', 'sessionId', 'conversation_id')
  if (given === null)
    throw new AppError(
      'request_invalid',
      'Expected "session_id" in what the hook was handed: it is not there.',
    )
  const transcriptPath = word('transcript_path')
  const agentTranscriptPath = word('agent_transcript_path')
  const sessionId = toSessionId(given)
  // Before there was a field for it, an agent's transcript was called by it.
  const agentId = word('agent_id') ?? agentIdIn(agentTranscriptPath) ?? agentIdIn(transcriptPath)
  const agentType = word('agent_type', 'subagent_type')
  const named = event ?? word('hook_event_name')
  return {
    event: isEvent(named) ? named : null,
    sessionId,
    givenSessionId: sessionId === given ? null : given,
    agentId: agentId === null ? null : toAgentWord(agentId),
    agentType: agentType === null ? null : toAgentWord(agentType),
    isTypeless: fields.get('agent_type') === '',
    transcriptPath,
    agentTranscriptPath,
    cwd: word('cwd'),
    model: word('model'),
    harness: harnessOf(fields, transcriptPath ?? agentTranscriptPath),
    answer: answerOf(fields.get('last_assistant_message')),
  }
}

function firstWord(fields: ScannedObject, names: readonly string[]): string | null {
  for (const name of names) {
    const value = fields.get(name)
    if (typeof value === 'string' && value !== '' && value.length <= WORD_LIMIT_CHARACTERS) return value
  }
  return null
}

const agentIdIn = (path: string | null): string | null =>
  path === null ? null : (/^agent-(.+)\.jsonl$/.exec(basename(path))?.[1] ?? null)

/** Codex names the turn, and keeps its rollouts in a place and by names of its own. */
function harnessOf(fields: ScannedObject, transcript: string | null): Harness {
  const isCodex =
    fields.has('turn_id') ||
    (transcript !== null && /[\\/]\.codex[\\/]|[\\/]rollout-[^\\/]+$/.test(transcript))
  return isCodex ? 'codex' : 'claude-code'
}

function answerOf(value: unknown): LongText | null {
  if (value instanceof HeldText) return value
  return typeof value === 'string' && value !== '' ? textOf(value) : null
}
