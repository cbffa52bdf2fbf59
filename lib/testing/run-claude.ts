import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { root } from './run-command.ts'
import type { HookCall } from './simulated-claude.ts'
import type { SimulatedAgent, SimulatedSession } from './simulated-session.ts'
import type { Watched } from './watch-results.ts'

export const agentsOf = (count: number, fields: Partial<SimulatedAgent> = {}): SimulatedAgent[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `a${String(at).padStart(4, '0')}`,
    type: ['krukai-optimizer', 'vector-auditor', 'springfield-strategist'][at % 3] ?? '',
    answer: `# Answer ${at}\n\nI recommend it.`,
    paceMs: 1,
    ends: 'answered',
    ...fields,
  }))

/** A session of the simulated harness beside a home, with nothing that goes wrong but for what `fields` say. */
export function sessionOf(
  home: string,
  id: string,
  fields: Partial<SimulatedSession> & Pick<SimulatedSession, 'agents'>,
): SimulatedSession {
  const projects = join(home, 'projects', '-home-dev-checkout-service')
  mkdirSync(projects, { recursive: true })
  return {
    settings: join(home, 'settings.json'),
    projects,
    id,
    cwd: '/',
    endsWith: ['Stop', 'SessionEnd'],
    killShare: 0,
    killWithinMs: 0,
    spare: null,
    seed: 1,
    ...fields,
  }
}

/** Runs the harness as a process of its own and returns each call of a hook, in the order in which they ended. */
export async function runClaude(
  session: SimulatedSession,
  env: Record<string, string> = {},
): Promise<HookCall[]> {
  const program = `${root}lib/testing/simulated-claude.ts`
  const child = spawn(process.execPath, [program, JSON.stringify(session)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH ?? '', HOME: '/nowhere', NODE_ENV: 'production', ...env },
  })
  const calls: HookCall[] = []
  for await (const line of createInterface({ input: child.stdout })) calls.push(JSON.parse(line))
  return calls
}

export type ResultWatch = { end(): Promise<Watched> }

/** Starts the process that reads a results directory over and over; returns once it does. */
export async function watchResults(results: string): Promise<ResultWatch> {
  const child = spawn(process.execPath, [`${root}lib/testing/watch-results.ts`, results], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  await lines.next()
  return {
    async end() {
      child.stdin.end()
      const { value } = await lines.next()
      return JSON.parse(value ?? '')
    },
  }
}
