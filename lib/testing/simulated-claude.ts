// A harness as Claude Code is one to its hooks: it reads a settings.json, calls what is configured there by `sh -c` with
// JSON on standard input, and writes transcripts. Prints a line of JSON for each call. Runs as a process of its own.
import { type ChildProcess, spawn } from 'node:child_process'
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runPlanned, type SimulatedAgent, type SimulatedSession } from './simulated-session.ts'

type HookEntry = { type: string; command: string; timeout?: number }
type Settings = { hooks?: Record<string, { matcher?: string; hooks: HookEntry[] }[]> }

export type HookCall = {
  session: string
  event: string
  agent: string | null
  code: number | null
  killed: boolean
  /** What the hook printed, which would change the agent's course. */
  printed: string
  durationMs: number
}

const session: SimulatedSession = JSON.parse(process.argv[2] ?? '')
const settings: Settings = JSON.parse(readFileSync(session.settings, 'utf8'))
const transcript = join(session.projects, `${session.id}.jsonl`)
const subagents = join(session.projects, session.id, 'subagents')
const random = randomFrom(session.seed)

const transcriptOf = ({ id }: SimulatedAgent): string => join(subagents, `agent-${id}.jsonl`)

/** Every hook of an event whose matcher fits, at once, as the harness starts them. */
async function callHooks(event: string, agent: SimulatedAgent | null, more: object): Promise<void> {
  const entries = (settings.hooks?.[event] ?? [])
    .filter(({ matcher }) => fits(matcher, agent?.type ?? ''))
    .flatMap(({ hooks }) => hooks)
    .filter(({ type }) => type === 'command')
  const input = JSON.stringify({
    session_id: session.id,
    transcript_path: transcript,
    cwd: session.cwd,
    permission_mode: 'default',
    ...(agent === null ? {} : { agent_id: agent.id, agent_type: agent.type }),
    hook_event_name: event,
    ...more,
  })
  await Promise.all(entries.map((entry) => callHook(entry, event, agent, input)))
}

/** Without one, or with "*", every name fits; else the whole name, as a pattern. */
function fits(matcher: string | undefined, name: string): boolean {
  return (
    matcher === undefined || matcher === '' || matcher === '*' || new RegExp(`^(?:${matcher})$`).test(name)
  )
}

function callHook(
  { command, timeout = 60 }: HookEntry,
  event: string,
  agent: SimulatedAgent | null,
  input: string,
): Promise<void> {
  const begunMs = performance.now()
  const child = spawn('sh', ['-c', command], {
    cwd: session.cwd,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  })
  let printed = ''
  let killed = false
  const kill = (): void => {
    killed = true
    killGroup(child)
  }
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => {
      printed += bytes
    })
  // A hook that was killed reads nothing any more.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  const timer = setTimeout(kill, timeout * 1000)
  const violence =
    random() < session.killShare && event !== session.spare
      ? setTimeout(kill, random() * session.killWithinMs)
      : null
  return new Promise((resolve) => {
    child.on('close', (code) => {
      clearTimeout(timer)
      if (violence !== null) clearTimeout(violence)
      const durationMs = performance.now() - begunMs
      say({ session: session.id, event, agent: agent?.id ?? null, code, killed, printed, durationMs })
      resolve()
    })
  })
}

/** The shell and all that it started. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    // It ended a moment ago.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

const say = (call: HookCall): boolean => process.stdout.write(`${JSON.stringify(call)}\n`)

/** The same numbers for the same seed, so that a run can be run again. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

mkdirSync(subagents, { recursive: true })
appendFileSync(
  transcript,
  `${JSON.stringify({ type: 'user', sessionId: session.id, message: { role: 'user', content: 'Go' } })}\n`,
)
await runPlanned(session, { callHooks, transcriptOf })
