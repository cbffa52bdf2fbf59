import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type HookResult, hookName, hookResult, hookText } from '#lib/testing/hook-files.ts'
import { integratedText } from './integrated-file.ts'
import { sessionId } from './past.ts'
import { AGENTS, answerOf, ERRORS, PROJECTS } from './sample-work.ts'

/** Runs as a process of its own: sessions of simulated agents, one after the other and beside each other, until it is killed. */
const home = process.argv[2]
if (home === undefined) throw new Error('usage: simulate.ts HOME')
const results = join(home, 'parallel_results')

const SESSIONS_AT_ONCE = 3
/** Measured of the original hook: a result file is half-written for this long. */
const WRITING_MS = 45

type Fate = 'success' | 'error' | 'timeout' | 'hangs' | 'corrupts'

const pick = <T>(choices: readonly [T, ...T[]] | readonly T[]): T =>
  choices[Math.floor(Math.random() * choices.length)] as T
const between = (from: number, to: number): number => from + Math.random() * (to - from)

function fateOf(): Fate {
  const chance = Math.random()
  if (chance < 0.84) return 'success'
  if (chance < 0.91) return 'error'
  if (chance < 0.94) return 'timeout'
  return chance < 0.97 ? 'hangs' : 'corrupts'
}

async function runSessions(lane: number): Promise<never> {
  for (let nth = 0; ; nth += 1) {
    await runSession(sessionId(Date.now(), lane * 1000 + nth))
    await wait(between(1000, 6000))
  }
}

async function runSession(session: string): Promise<void> {
  const agents = AGENTS.toSorted(() => Math.random() - 0.5).slice(0, Math.round(between(2, 5)))
  writeFileSync(
    join(results, 'temp', `${session}_metadata.json`),
    JSON.stringify({ expected_count: agents.length }),
  )
  const project = pick(PROJECTS)
  const written = await Promise.all(agents.map((agent) => runAgent(session, agent, project)))
  // As in life, nobody comes for a session that waits for an agent that hangs.
  if (written.some((file) => file === null)) return
  finish(
    session,
    written.filter((file) => file !== null),
  )
}

type Written = { name: string; result: HookResult }

async function runAgent(
  session: string,
  agent: (typeof AGENTS)[number],
  project: string,
): Promise<Written | null> {
  const startedMs = Date.now()
  const fate = fateOf()
  await wait(between(2000, 25_000))
  if (fate === 'hangs') return null
  const failed = fate === 'error' || fate === 'timeout'
  const result = hookResult(
    {
      session_id: session,
      subagent_type: agent,
      execution_time_ms: Date.now() - startedMs,
      status: failed ? fate : 'success',
      error: `${fate === 'error' ? pick(ERRORS) : fate === 'timeout' ? 'No answer within the limit.' : ''}\n`,
      result: failed ? '' : answerOf(agent),
      metadata: { tool_name: 'Task', claude_request_id: '', project_dir: project },
    },
    Date.now(),
  )
  const name = hookName(result, Date.now())
  const text = hookText(result)
  const cut = Math.floor(text.length * 0.6)
  await writeFile(join(results, 'temp', name), text.slice(0, cut))
  await wait(WRITING_MS)
  if (fate !== 'corrupts') await appendFile(join(results, 'temp', name), text.slice(cut))
  return { name, result }
}

function finish(session: string, files: readonly Written[]): void {
  const directory = join(results, 'completed', session)
  mkdirSync(directory, { recursive: true })
  for (const { name } of files) renameSync(join(results, 'temp', name), join(directory, name))
  const metadata = `${session}_metadata.json`
  renameSync(join(results, 'temp', metadata), join(directory, metadata))
  const all = files.map(({ result }) => result)
  if (all.every(({ status }) => status === 'success'))
    writeFileSync(
      join(results, 'integrated', `${session}_integrated.json`),
      integratedText(session, all, Date.now()),
    )
}

// Whoever started this is gone without a word: then so is the reason to go on.
process.on('disconnect', () => process.exit(0))
if (!existsSync(results)) throw new Error(`${results} is not there.`)
await Promise.all(Array.from({ length: SESSIONS_AT_ONCE }, (_, lane) => runSessions(lane)))
