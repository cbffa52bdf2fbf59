import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { bundleHook, installHook } from '#lib/testing/install-hook.ts'
import type { TemporaryHome } from '#lib/testing/temporary-home.ts'
import { temporaryHome } from '#lib/testing/temporary-home.ts'
import { type Measure, median, p95, round } from './measure.ts'

const AT_ONCE = 50
const ROUNDS = 3
const STARTS = 15

type Run = (input: string) => Promise<number>

/** The hook program against bare starts of the same Node, in turns, so that both find the machine as busy. */
export async function measureHooks(): Promise<Measure[]> {
  const home = temporaryHome('trinitas-bench-')
  try {
    const { launcher } = installHook(home.path, await bundleHook(home.path))
    const hook: Run = (input) => run(launcher, [], input)
    const bare: Run = (input) => run(process.execPath, ['-e', '0'], input)
    return [await measureStart(home, hook, bare), await measureMany(home, hook, bare)]
  } finally {
    rmSync(home.path, { recursive: true, force: true })
  }
}

async function measureStart({ path }: TemporaryHome, hook: Run, bare: Run): Promise<Measure> {
  const hooks: number[] = []
  const starts: number[] = []
  for (let nth = 0; nth < STARTS; nth += 1) {
    starts.push(await bare(''))
    hooks.push(await hook(payloadOf('SubagentStart', 'one', nth, path)))
  }
  const detail = `median of ${STARTS}, an agent's start recorded; node itself takes ${round(median(starts))} ms`
  return { name: 'A hook', value: round(median(hooks)), limit: 60, unit: 'ms', detail }
}

async function measureMany({ path }: TemporaryHome, hook: Run, bare: Run): Promise<Measure> {
  const hooks: number[] = []
  const starts: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const agents = Array.from({ length: AT_ONCE }, (_, at) => at)
    starts.push(...(await Promise.all(agents.map(() => bare('')))))
    const session = `round-${round}`
    hooks.push(...(await Promise.all(agents.map((at) => hook(payloadOf('SubagentStop', session, at, path))))))
  }
  const [ours, theirs] = [p95(hooks), p95(starts)]
  const detail = `p95 of ${AT_ONCE} results written at once, ${round(ours)} ms, against bare starts of node, ${round(theirs)} ms`
  return { name: `${AT_ONCE} hooks at once`, value: round(ours / theirs), limit: 2, unit: 'times', detail }
}

const payloadOf = (event: string, session: string, agent: number, home: string): string =>
  JSON.stringify({
    session_id: session,
    transcript_path: `${home}/projects/${session}.jsonl`,
    cwd: '/',
    hook_event_name: event,
    agent_id: `a${agent}`,
    agent_type: 'krukai-optimizer',
    last_assistant_message: 'An answer of some lines.\n'.repeat(100),
  })

function run(program: string, args: readonly string[], input: string): Promise<number> {
  const begunMs = performance.now()
  const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'ignore'] })
  // Who reads nothing may have ended by now.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', () => resolve(performance.now() - begunMs))
  })
}
