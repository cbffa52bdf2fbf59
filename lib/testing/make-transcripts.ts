import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setAge } from './temporary-home.ts'

export type TranscriptLine = Record<string, unknown>

/** An agent's work. Times are how long ago it began, and how long it took; milliseconds. */
export type AgentWork = {
  session: string
  id: string
  /** `null` leaves out what says so beside the transcript. */
  type?: string | null
  prompt?: string
  /** `null` ends with a call of a tool. */
  answer?: string | null
  beganAgoMs?: number
  tookMs?: number
  cwd?: string
}

const HOUR_MS = 3_600_000
const DEFAULT_CWD = '/home/dev/checkout-service'

/** A directory of projects as Claude Code fills it, to be read from. `using` removes it. */
export type Transcripts = {
  /** What `CLAUDE_CONFIG_DIR` names. */
  configDirectory: string
  projects: string
  /** Writes a file below the projects; returns its absolute path. */
  write(path: string, lines: readonly (TranscriptLine | string)[], ageMs?: number): string
  /** The transcript of one agent, where today's versions put it. */
  agent(work: AgentWork, ageMs?: number): string
  [Symbol.dispose](): void
}

export const PROJECT = '-home-dev-checkout-service'

export function makeTranscripts(): Transcripts {
  const configDirectory = realpathSync(mkdtempSync(join(tmpdir(), 'trinitas-claude-')))
  const projects = join(configDirectory, 'projects')
  mkdirSync(projects)
  const write: Transcripts['write'] = (path, lines, ageMs = HOUR_MS) => {
    const file = join(projects, path)
    mkdirSync(dirname(file), { recursive: true })
    const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
    writeFileSync(file, texts.map((text) => `${text}\n`).join(''))
    setAge(file, ageMs)
    return file
  }
  return {
    configDirectory,
    projects,
    write,
    agent(work, ageMs = HOUR_MS) {
      const place = `${PROJECT}/${work.session}/subagents/agent-${work.id}`
      const { type = 'krukai-optimizer' } = work
      if (type !== null) write(`${place}.meta.json`, [{ agentType: type }], ageMs)
      return write(`${place}.jsonl`, agentLines(work), ageMs)
    },
    [Symbol.dispose]: () => rmSync(configDirectory, { recursive: true, force: true }),
  }
}

/** A line's id, the same for the same name. */
export function lineId(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  )
}

/** What an agent is asked, a tool that it calls, and what it says in the end. */
export function agentLines(work: AgentWork): TranscriptLine[] {
  const { session, id, prompt = `Look into ${id}.`, answer = `# Found by ${id}`, cwd = DEFAULT_CWD } = work
  const beganAtMs = Date.now() - (work.beganAgoMs ?? 2 * HOUR_MS)
  const { tookMs = 90_000 } = work
  const names = ['asked', 'calls', 'given', 'says'].map((name) => lineId(`${session} ${id} ${name}`))
  const line = (nth: number, share: number, rest: TranscriptLine): TranscriptLine => ({
    parentUuid: nth === 0 ? null : names[nth - 1],
    isSidechain: true,
    userType: 'external',
    cwd,
    sessionId: session,
    version: '2.1.44',
    gitBranch: 'main',
    agentId: id,
    ...rest,
    uuid: names[nth],
    timestamp: new Date(beganAtMs + share * tookMs).toISOString(),
  })
  const call = { type: 'tool_use', id: `toolu_${id}`, name: 'Grep', input: { pattern: 'total' } }
  const result = { tool_use_id: `toolu_${id}`, type: 'tool_result', content: 'cart.ts:12' }
  return [
    line(0, 0, { type: 'user', message: { role: 'user', content: prompt } }),
    line(1, 0.2, assistant(`msg_${id}_1`, call, 'tool_use')),
    line(2, 0.4, { type: 'user', message: { role: 'user', content: [result] } }),
    ...(answer === null
      ? []
      : [line(3, 1, assistant(`msg_${id}_2`, { type: 'text', text: answer }, 'end_turn'))]),
  ]
}

export const assistant = (id: string, block: TranscriptLine, stopReason: string | null): TranscriptLine => ({
  type: 'assistant',
  requestId: `req_${id}`,
  message: {
    id,
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-4-5',
    content: [block],
    stop_reason: stopReason,
    usage: {
      input_tokens: 10,
      output_tokens: 20,
      cache_read_input_tokens: 30,
      cache_creation_input_tokens: 40,
    },
  },
})

/** Lines of a session itself: it calls an agent, and is handed what that says. `agentId` is what newer versions name. */
export function callLines(work: AgentWork & { agentId?: string }): TranscriptLine[] {
  const { session, id, type = 'krukai-optimizer', prompt = `Look into ${id}.`, cwd = DEFAULT_CWD } = work
  const atMs = Date.now() - (work.beganAgoMs ?? 2 * HOUR_MS)
  const own = { isSidechain: false, userType: 'external', cwd, sessionId: session, version: '2.1.44' }
  const input = { subagent_type: type, description: 'look', prompt }
  const call = { type: 'tool_use', id: `call_${id}`, name: 'Task', input }
  const result = {
    tool_use_id: `call_${id}`,
    type: 'tool_result',
    content: [{ type: 'text', text: 'Done.' }],
  }
  return [
    {
      parentUuid: null,
      ...own,
      ...assistant(`msg_call_${id}`, call, 'tool_use'),
      uuid: lineId(`${session} call ${id}`),
      timestamp: new Date(atMs).toISOString(),
    },
    {
      parentUuid: lineId(`${session} call ${id}`),
      ...own,
      type: 'user',
      message: { role: 'user', content: [result] },
      ...(work.agentId === undefined
        ? {}
        : { toolUseResult: { status: 'completed', agentId: work.agentId } }),
      uuid: lineId(`${session} called ${id}`),
      timestamp: new Date(atMs + 95_000).toISOString(),
    },
  ]
}

/** As older versions wrote side chains: between the lines of the session, and without the agent's id. */
export const sideChainLines = (work: AgentWork): TranscriptLine[] =>
  agentLines(work).map(({ agentId: _, ...line }) => ({ ...line, version: '1.0.67' }))
