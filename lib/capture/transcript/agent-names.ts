import { createHash } from 'node:crypto'
import { blocksOf, fieldOf, textField } from './line-fields.ts'
import { idField } from './side-chains.ts'

/** By which a session's transcript says what an agent is called: its id, or what it was asked. */
export type AgentNames = Map<string, string>

/** What asks for an agent; it was called otherwise before. */
const CALLS: ReadonlySet<string | null> = new Set(['Task', 'Agent'])

export const keyOfPrompt = (prompt: string): string =>
  `asked ${createHash('sha256').update(prompt.trim()).digest('hex').slice(0, 32)}`

/** Takes the lines of a session itself, and gathers which agents it called, under what name. */
export function gatherAgentNames(): { names: AgentNames; take(line: unknown): void } {
  const names: AgentNames = new Map()
  const called = new Map<string, string>()
  return {
    names,
    take(line) {
      const blocks = blocksOf(fieldOf(line, 'message', 'content'))
      for (const { type, block } of blocks) {
        if (type === 'tool_use' && CALLS.has(textField(block, 'name'))) takeCall(names, called, block)
        else if (type === 'tool_result') takeResult(names, called, block, line)
      }
    },
  }
}

function takeCall(names: AgentNames, called: Map<string, string>, block: unknown): void {
  const agent = textField(block, 'input', 'subagent_type')
  const prompt = textField(block, 'input', 'prompt')
  const id = idField(block, 'id')
  if (agent === null) return
  if (id !== null) called.set(id, agent)
  if (prompt !== null) names.set(keyOfPrompt(prompt), agent)
}

function takeResult(names: AgentNames, called: Map<string, string>, block: unknown, line: unknown): void {
  const id = idField(block, 'tool_use_id')
  const agent = id === null ? undefined : called.get(id)
  const agentId = idField(fieldOf(line, 'toolUseResult'), 'agentId')
  if (agent !== undefined && agentId !== null) names.set(agentId, agent)
}
