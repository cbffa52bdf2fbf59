import { blocksOf, countField, fieldOf, textField } from './line-fields.ts'
import type { TokenUsage, TranscriptEnd } from './transcript-summary.ts'

/** What is taken from a rollout of Codex: lines of `type` and `payload`. */
export type RolloutState = {
  sessionId: string | null
  cwd: string | null
  version: string | null
  model: string | null
  prompt: string | null
  answer: string | null
  end: TranscriptEnd
  /** Of the whole thread up to here: the last one is the sum. */
  usage: TokenUsage | null
  toolCalls: number
}

export const newRolloutState = (): RolloutState => ({
  sessionId: null,
  cwd: null,
  version: null,
  model: null,
  prompt: null,
  answer: null,
  end: { kind: 'open' },
  usage: null,
  toolCalls: 0,
})

const KINDS: ReadonlySet<string | null> = new Set([
  'session_meta',
  'turn_context',
  'response_item',
  'event_msg',
])

export const isRolloutLine = (line: unknown): boolean =>
  KINDS.has(textField(line, 'type')) && typeof fieldOf(line, 'payload') === 'object'

/** False for a line of a kind that is not known. */
export function takeRolloutLine(state: RolloutState, line: unknown): boolean {
  const payload = fieldOf(line, 'payload')
  switch (textField(line, 'type')) {
    case 'session_meta':
      state.sessionId = textField(payload, 'id') ?? state.sessionId
      state.cwd = textField(payload, 'cwd') ?? state.cwd
      state.version = textField(payload, 'cli_version') ?? state.version
      return true
    case 'turn_context':
      state.model = textField(payload, 'model') ?? state.model
      state.cwd = textField(payload, 'cwd') ?? state.cwd
      return true
    case 'response_item':
      takeItem(state, payload)
      return true
    case 'event_msg':
      takeEvent(state, payload)
      return true
    default:
      return false
  }
}

/** "function_call", "custom_tool_call", "local_shell_call", "web_search_call" and what comes of that kind; not what they gave. */
const TOOL_CALL = /_call$/

function takeItem(state: RolloutState, item: unknown): void {
  const type = textField(item, 'type')
  if (type !== null && TOOL_CALL.test(type)) {
    state.toolCalls += 1
    state.end = { kind: 'open' }
  }
  if (type !== 'message') return
  const text = messageText(item)
  const role = textField(item, 'role')
  if (role === 'assistant' && text !== null) {
    state.answer = text
    state.end = { kind: 'answered', settled: false }
  } else if (role === 'user') {
    state.prompt ??= text
    state.end = { kind: 'open' }
  }
}

function messageText(item: unknown): string | null {
  const texts = blocksOf(fieldOf(item, 'content')).flatMap(({ type, block }) =>
    type === 'output_text' || type === 'input_text' || type === 'text'
      ? (textField(block, 'text') ?? [])
      : [],
  )
  return texts.length === 0 ? null : texts.join('\n')
}

function takeEvent(state: RolloutState, event: unknown): void {
  switch (textField(event, 'type')) {
    case 'task_started':
      state.end = { kind: 'open' }
      return
    case 'task_complete':
      state.answer = textField(event, 'last_agent_message') ?? state.answer
      state.end = { kind: 'answered', settled: true }
      return
    case 'turn_aborted':
      state.end = { kind: 'interrupted', text: textField(event, 'reason') ?? 'The turn was aborted.' }
      return
    case 'error':
      state.end = rolloutError(textField(event, 'message') ?? 'The turn ended with an error.')
      return
    case 'token_count':
      takeTotal(state, fieldOf(event, 'info', 'total_token_usage'))
      return
  }
}

function rolloutError(text: string): TranscriptEnd {
  return { kind: /\btim(?:ed|e)[ -]?out\b/i.test(text) ? 'timeout' : 'error', text }
}

/** Cached input is a part of the input there. */
function takeTotal(state: RolloutState, total: unknown): void {
  if (typeof total !== 'object' || total === null) return
  const cacheRead = countField(total, 'cached_input_tokens')
  state.usage = {
    input: Math.max(0, countField(total, 'input_tokens') - cacheRead),
    output: countField(total, 'output_tokens'),
    cacheRead,
    cacheCreation: 0,
  }
}
