import { type Block, blocksOf, countField, fieldOf, textField } from './line-fields.ts'
import type { TokenUsage, TranscriptEnd } from './transcript-summary.ts'

/** What is taken from the lines of Claude Code. Its harness writes a line for each block of a message, all with its id. */
export type ClaudeState = {
  model: string | null
  requestId: string | null
  prompt: string | null
  answer: string | null
  end: TranscriptEnd
  answerId: string | null
  /** By message: the usage stands on each of its lines, and grows while it is written. */
  usage: Map<string, TokenUsage>
  toolCalls: Set<string>
  /** Of messages and calls long past, which only their sums are kept of. */
  pastUsage: TokenUsage | null
  pastToolCalls: number
}

/** Lines of one message stand close to each other; to know all of a transcript of any length would take its share of memory. */
const KNOWN_AT_ONCE = 1000

export const newClaudeState = (): ClaudeState => ({
  model: null,
  requestId: null,
  prompt: null,
  answer: null,
  end: { kind: 'open' },
  answerId: null,
  usage: new Map(),
  toolCalls: new Set(),
  pastUsage: null,
  pastToolCalls: 0,
})

/** Told of by no answer, and of no interest here. */
const OTHER_LINES: ReadonlySet<string | null> = new Set([
  'system',
  'progress',
  'summary',
  'file-history-snapshot',
  'queue-operation',
  'ai-title',
  'custom-title',
  'last-prompt',
  'agent-name',
  'mode',
  'permission-mode',
])

/** False for a line of a kind that is not known. */
export function takeClaudeLine(state: ClaudeState, line: unknown): boolean {
  const type = textField(line, 'type')
  if (type === 'assistant') takeAssistant(state, line)
  else if (type === 'user') takeUser(state, line)
  else if (type === 'attachment') takeAttachment(state, line)
  else return OTHER_LINES.has(type)
  return true
}

function takeAssistant(state: ClaudeState, line: unknown): void {
  const blocks = blocksOf(fieldOf(line, 'message', 'content'))
  if (fieldOf(line, 'isApiErrorMessage') === true) {
    state.end = apiError(textIn(blocks) ?? textField(line, 'error') ?? 'The model could not be asked.')
    return
  }
  const id = textField(line, 'message', 'id') ?? textField(line, 'uuid') ?? `line ${state.usage.size}`
  const model = textField(line, 'message', 'model')
  // What the harness says in the model's place.
  if (model !== null && model !== '<synthetic>') state.model = model
  state.requestId = textField(line, 'requestId') ?? state.requestId
  takeUsage(state, id, fieldOf(line, 'message', 'usage'))
  for (const { type, block } of blocks)
    if (type === 'tool_use' || type === 'server_tool_use')
      takeToolCall(state, textField(block, 'id') ?? `${id} ${state.toolCalls.size}`)
  takeAnswer(state, id, textIn(blocks))
  state.end = endAfter(state, id, blocks, textField(line, 'message', 'stop_reason'))
}

function takeUsage(state: ClaudeState, id: string, usage: unknown): void {
  if (typeof usage !== 'object' || usage === null) return
  state.usage.set(id, {
    input: countField(usage, 'input_tokens'),
    output: countField(usage, 'output_tokens'),
    cacheRead: countField(usage, 'cache_read_input_tokens'),
    cacheCreation: countField(usage, 'cache_creation_input_tokens'),
  })
  if (state.usage.size <= KNOWN_AT_ONCE) return
  for (const [oldest, past] of state.usage) {
    state.usage.delete(oldest)
    state.pastUsage = state.pastUsage === null ? past : addUsage(state.pastUsage, past)
    return
  }
}

export const addUsage = (one: TokenUsage, other: TokenUsage): TokenUsage => ({
  input: one.input + other.input,
  output: one.output + other.output,
  cacheRead: one.cacheRead + other.cacheRead,
  cacheCreation: one.cacheCreation + other.cacheCreation,
})

function takeToolCall(state: ClaudeState, id: string): void {
  state.toolCalls.add(id)
  if (state.toolCalls.size <= KNOWN_AT_ONCE) return
  for (const oldest of state.toolCalls) {
    state.toolCalls.delete(oldest)
    state.pastToolCalls += 1
    return
  }
}

function takeAnswer(state: ClaudeState, id: string, text: string | null): void {
  if (text === null) return
  state.answer = state.answerId === id && state.answer !== null ? `${state.answer}\n${text}` : text
  state.answerId = id
}

function endAfter(
  state: ClaudeState,
  id: string,
  blocks: readonly Block[],
  stopReason: string | null,
): TranscriptEnd {
  if (stopReason === 'refusal') return { kind: 'error', text: 'The model refused to answer.' }
  if (stopReason === 'tool_use' || state.answerId !== id) return { kind: 'open' }
  // Older versions write every line before it is known why the message ends.
  if (stopReason === null)
    return blocks.at(-1)?.type === 'text' ? { kind: 'answered', settled: false } : { kind: 'open' }
  return { kind: 'answered', settled: true }
}

/** What the harness writes where somebody pressed Escape, as a line of the user's or as what became of a tool. */
const INTERRUPTED = '[Request interrupted by user'

function takeUser(state: ClaudeState, line: unknown): void {
  if (fieldOf(line, 'isMeta') === true) return
  const blocks = blocksOf(fieldOf(line, 'message', 'content'))
  const text = textIn(blocks)
  if (text?.trimStart().startsWith(INTERRUPTED)) {
    state.end = { kind: 'interrupted', text: text.trim() }
    return
  }
  if (text !== null) state.prompt ??= text
  state.end = endOfTool(blocks)
}

function endOfTool(blocks: readonly Block[]): TranscriptEnd {
  const failed = blocks.findLast(
    ({ type, block }) => type === 'tool_result' && fieldOf(block, 'is_error') === true,
  )
  if (failed === undefined) return { kind: 'open' }
  const text = textIn(blocksOf(fieldOf(failed.block, 'content'))) ?? 'A tool failed.'
  return { kind: text.includes(INTERRUPTED) ? 'interrupted' : 'tool_error', text }
}

function takeAttachment(state: ClaudeState, line: unknown): void {
  if (textField(line, 'attachment', 'type') !== 'max_turns_reached') return
  state.end = { kind: 'error', text: 'It reached the number of turns that it may take.' }
}

function apiError(text: string): TranscriptEnd {
  return { kind: /\btim(?:ed|e)[ -]?out\b/i.test(text) ? 'timeout' : 'error', text }
}

/** All text of a message, or `null`. */
function textIn(blocks: readonly Block[]): string | null {
  const texts = blocks.flatMap(({ type, block }) => (type === 'text' ? (textField(block, 'text') ?? []) : []))
  return texts.length === 0 ? null : texts.join('\n')
}
