import { dirname, isAbsolute, normalize } from 'node:path'
import type { AgentProcess, AgentUsage, AgentWork } from '#lib/model/agent-work.ts'
import { isName } from '#lib/store/contained-path.ts'
import { ownField } from '#lib/store/parse-json.ts'

type Lookup = (field: string) => unknown

const PATH_LIMIT_CHARACTERS = 4096
const WORD_LIMIT_CHARACTERS = 255

/** More is no count that any agent could reach, and has no room in the columns of the charts. */
const COUNT_LIMIT = 0xffff_fffe

/** What the hooks wrote when an agent started. Anybody may have written it: what is not as it should be is unknown. */
export function readAgentWork(get: Lookup): AgentWork {
  const startedAt = text(get('started_at'), WORD_LIMIT_CHARACTERS) ?? ''
  const startedAtMs = /^\d{4}-\d{2}-\d{2}T/.test(startedAt) ? Date.parse(startedAt) : Number.NaN
  return {
    startedAtMs: Number.isNaN(startedAtMs) ? null : startedAtMs,
    transcript: transcriptOf(get),
    process: processOf(get('process')),
  }
}

/** Where the agent writes; without word of that, where Claude Code puts it beside the transcript of its session. */
function transcriptOf(get: Lookup): string | null {
  const own = text(get('agent_transcript_path'), PATH_LIMIT_CHARACTERS)
  if (own !== null) return transcriptAt(own)
  const parent = text(get('transcript_path'), PATH_LIMIT_CHARACTERS)
  const session = text(get('session_id'), WORD_LIMIT_CHARACTERS)
  const agent = text(get('agent_id'), WORD_LIMIT_CHARACTERS)
  if (parent === null || session === null || agent === null || !isName(session) || !isName(agent)) return null
  return transcriptAt(`${dirname(parent)}/${session}/subagents/agent-${agent}.jsonl`)
}

/** What the system makes up as it is asked for would look as if it grew for ever. */
function transcriptAt(path: string): string | null {
  const plain = normalize(path)
  const isTranscript = isAbsolute(plain) && plain.endsWith('.jsonl') && !/^\/(?:proc|sys|dev)\//.test(plain)
  return isTranscript ? plain : null
}

function processOf(value: unknown): AgentProcess | null {
  const id = ownField(value, 'pid')
  const startedTicks = ownField(value, 'started')
  const bootId = ownField(value, 'boot_id')
  const isKnown = isCount(id) && id > 0 && isCount(startedTicks) && typeof bootId === 'string'
  const namespace = text(ownField(value, 'pid_namespace'), WORD_LIMIT_CHARACTERS)
  return isKnown ? { id, startedTicks, bootId, namespace } : null
}

/** What a result's metadata says of its cost; `null` where it says nothing. */
export function readAgentUsage(metadata: unknown): AgentUsage | null {
  const count = (field: string): number | null => {
    const value = ownField(metadata, field)
    return isCount(value) ? value : null
  }
  const usage: AgentUsage = {
    model: text(ownField(metadata, 'model'), WORD_LIMIT_CHARACTERS),
    inputTokens: count('input_tokens'),
    outputTokens: count('output_tokens'),
    cacheReadTokens: count('cache_read_input_tokens'),
    cacheWriteTokens: count('cache_creation_input_tokens'),
    toolCalls: count('tool_calls'),
  }
  return Object.values(usage).every((value) => value === null) ? null : usage
}

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= COUNT_LIMIT

function text(value: unknown, limit: number): string | null {
  const fits = typeof value === 'string' && value !== '' && value.length <= limit
  return fits && !value.includes('\0') && value.isWellFormed() ? value : null
}
