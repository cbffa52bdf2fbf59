import { type ChildProcess, spawn } from 'node:child_process'
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setAge, type TemporaryHome } from './temporary-home.ts'

type StartedProcess = { pid: number; started: number; boot_id: string; pid_namespace?: string }

/** What the hooks write when an agent starts. */
export type AgentStart = {
  session_id: string
  task_id: string
  subagent_type: string
  agent_id: string
  started_at: string
  transcript_path: string
  agent_transcript_path: string | null
  cwd: string
  harness: string
  process: StartedProcess | null
  hook_version: string
}

export type StartedAgent = {
  /** Of its record, below the results directory. */
  path: string
  transcript: string
  /** It writes a line. */
  write(ageMs?: number): void
}

/** Starts an agent as the hooks tell of it: its record in running/, and the beginning of its transcript beside the home. */
export function startAgent(
  home: TemporaryHome,
  { session_id, ...fields }: Partial<AgentStart> & { session_id: string },
  { ageMs = 0 }: { ageMs?: number } = {},
): StartedAgent {
  const agent = fields.subagent_type ?? 'krukai-optimizer'
  const agentId = fields.agent_id ?? `id-of-${agent}`
  const start: AgentStart = {
    session_id,
    task_id: `${agent}_${agentId}`,
    subagent_type: agent,
    agent_id: agentId,
    started_at: new Date(Date.now() - ageMs).toISOString(),
    transcript_path: join(home.path, 'projects', `${session_id}.jsonl`),
    agent_transcript_path: null,
    cwd: '/home/dev/checkout-service',
    harness: 'claude-code',
    process: null,
    hook_version: '1',
    ...fields,
  }
  const path = `running/${session_id}/${start.task_id}.json`
  home.write(path, `${JSON.stringify(start, null, 4)}\n`, { ageMs })
  const transcript =
    start.agent_transcript_path ??
    join(dirname(start.transcript_path), session_id, 'subagents', `agent-${agentId}.jsonl`)
  mkdirSync(dirname(transcript), { recursive: true })
  writeFileSync(transcript, '{"type":"user"}\n')
  setAge(transcript, ageMs)
  return {
    path,
    transcript,
    write(ageMs = 0) {
      appendFileSync(transcript, '{"type":"assistant"}\n')
      setAge(transcript, ageMs)
    },
  }
}

/** How the hooks tell which process it is. */
export function identifyProcess(pid: number): StartedProcess {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  return { pid, started: Number(fields[19]), boot_id: bootId }
}

/** A process that is there until it is ended, and does nothing. */
export function idleProcess(): { child: ChildProcess; process: StartedProcess; [Symbol.dispose](): void } {
  const child = spawn('sleep', ['600'], { stdio: 'ignore' })
  if (child.pid === undefined) throw new Error('sleep could not be started.')
  return {
    child,
    process: identifyProcess(child.pid),
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  }
}
