import { appendFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

export type SimulatedAgent = {
  id: string
  type: string
  answer: string
  /** Between its lines. */
  paceMs: number
  /** How its transcript ends; `hangs` never calls its stop hook. */
  ends: 'answered' | 'api_error' | 'interrupted' | 'hangs'
}

export type SimulatedSession = {
  settings: string
  /** A directory of `~/.claude/projects`. */
  projects: string
  id: string
  cwd: string
  agents: readonly SimulatedAgent[]
  /** Events of the parent once its agents are done. */
  endsWith: readonly ('Stop' | 'SessionEnd')[]
  /** Which share of hooks is killed, and within which time of their start; calls of the event to spare are left alone. */
  killShare: number
  killWithinMs: number
  spare: string | null
  seed: number
}

type Harness = {
  callHooks(event: string, agent: SimulatedAgent | null, more: object): Promise<void>
  transcriptOf(agent: SimulatedAgent): string
}

/** All agents at once, as the harness runs those that one message asks for, and then the parent's end. */
export async function runPlanned(session: SimulatedSession, harness: Harness): Promise<void> {
  await Promise.all(session.agents.map((agent) => runAgent(session, agent, harness)))
  for (const event of session.endsWith)
    await harness.callHooks(event, null, event === 'Stop' ? { stop_hook_active: false } : { reason: 'other' })
}

async function runAgent(
  session: SimulatedSession,
  agent: SimulatedAgent,
  { callHooks, transcriptOf }: Harness,
): Promise<void> {
  const path = transcriptOf(agent)
  await callHooks('SubagentStart', agent, {})
  for (const line of linesOf(session, agent)) {
    appendFileSync(path, `${JSON.stringify(line)}\n`)
    await wait(agent.paceMs)
  }
  if (agent.ends === 'hangs') return
  await callHooks('SubagentStop', agent, {
    stop_hook_active: false,
    agent_transcript_path: path,
    ...(agent.ends === 'interrupted' ? {} : { last_assistant_message: wordsOf(agent) }),
    background_tasks: [],
    session_crons: [],
  })
}

export const API_ERROR = 'API Error: 529 Overloaded.'
const wordsOf = ({ ends, answer }: SimulatedAgent): string => (ends === 'api_error' ? API_ERROR : answer)

/** Lines in the form of Claude Code 2.1: one for each block of a message, which all carry the message's id and usage. */
export function linesOf({ id, cwd }: Pick<SimulatedSession, 'id' | 'cwd'>, agent: SimulatedAgent): object[] {
  const common = {
    isSidechain: true,
    agentId: agent.id,
    sessionId: id,
    cwd,
    version: '2.1.167',
    gitBranch: 'main',
  }
  const line = (type: string, message: object, more: object = {}): object => ({
    parentUuid: null,
    ...common,
    type,
    message,
    uuid: crypto.randomUUID(),
    timestamp: new Date().toISOString(),
    ...more,
  })
  const said = (messageId: string, block: object, stopReason: string | null): object =>
    line(
      'assistant',
      {
        id: `${messageId}-${agent.id}`,
        type: 'message',
        role: 'assistant',
        model: 'claude-sonnet-5',
        content: [block],
        stop_reason: stopReason,
        usage: {
          input_tokens: 10,
          output_tokens: 20,
          cache_read_input_tokens: 300,
          cache_creation_input_tokens: 40,
        },
      },
      { requestId: `req-${messageId}-${agent.id}` },
    )
  const toolUse = {
    type: 'tool_use',
    id: `toolu-${agent.id}`,
    name: 'Read',
    input: { file_path: '/etc/hosts' },
  }
  const toolResult = {
    type: 'tool_result',
    tool_use_id: `toolu-${agent.id}`,
    content: 'localhost',
    is_error: false,
  }
  return [
    line('user', { role: 'user', content: `Look at it, ${agent.type}` }),
    said('one', { type: 'text', text: 'I look.' }, 'tool_use'),
    said('one', toolUse, 'tool_use'),
    line('user', { role: 'user', content: [toolResult] }),
    ...lastLines(agent, said, line),
  ]
}

function lastLines(
  { ends, answer }: SimulatedAgent,
  said: (messageId: string, block: object, stopReason: string | null) => object,
  line: (type: string, message: object, more?: object) => object,
): object[] {
  switch (ends) {
    case 'answered':
      return [said('two', { type: 'text', text: answer }, 'end_turn')]
    case 'api_error': {
      const content = [{ type: 'text', text: API_ERROR }]
      const message = { role: 'assistant', model: '<synthetic>', content, stop_reason: 'stop_sequence' }
      return [line('assistant', message, { isApiErrorMessage: true, error: 'overloaded' })]
    }
    case 'interrupted':
      return [
        line('user', { role: 'user', content: [{ type: 'text', text: '[Request interrupted by user]' }] }),
      ]
    case 'hangs':
      return []
  }
}
