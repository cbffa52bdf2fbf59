import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleHook, installHook } from '#lib/testing/install-hook.ts'
import { readHome } from '#lib/testing/read-home.ts'
import { agentsOf, runClaude, sessionOf, watchResults } from '#lib/testing/run-claude.ts'
import { root } from '#lib/testing/run-command.ts'
import type { HookCall } from '#lib/testing/simulated-claude.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'

let directory: string
let program: string
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'trinitas-hook-'))
  program = await bundleHook(directory)
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

function homeWithHook(): TemporaryHome {
  const home = temporaryHome()
  rmSync(home.results, { recursive: true })
  installHook(home.path, program)
  return home
}

type Result = {
  session_id: string
  task_id: string
  status: string
  result: string
  execution_time_ms: number
  metadata: Record<string, unknown>
}

function resultsIn(home: TemporaryHome, place: string): Result[] {
  if (!existsSync(home.at(place))) return []
  return readdirSync(home.at(place))
    .filter((name) => !name.startsWith('.') && !name.endsWith('_metadata.json'))
    .map((name) => JSON.parse(readFileSync(home.at(`${place}/${name}`), 'utf8')))
}

const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'))

const errorLines = (home: TemporaryHome): string[] => {
  const path = join(home.path, 'logs', 'errors.log')
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : []
}

/** What no hook may do, whatever happens to it: tell the harness anything, or fail. */
function expectUnnoticed(calls: readonly HookCall[]): void {
  expect(calls.filter(({ printed }) => printed !== '')).toEqual([])
  expect(calls.filter(({ code, killed }) => code !== 0 && !killed)).toEqual([])
}

/** Agents whose stop hook ended as it should. */
const acknowledged = (calls: readonly HookCall[]): string[] =>
  calls.flatMap(({ event, agent, code }) =>
    event === 'SubagentStop' && code === 0 && agent !== null ? [agent] : [],
  )

describe('200 agents at once', () => {
  it('are running, then have results, and their session is completed and merged', {
    timeout: 300_000,
  }, async () => {
    using home = homeWithHook()
    mkdirSync(home.results, { mode: 0o700 })
    const watch = await watchResults(home.results)
    const calls = await runClaude(sessionOf(home.path, 'many', { agents: agentsOf(200) }))
    const watched = await watch.end()

    expectUnnoticed(calls)
    expect(calls).toHaveLength(402)
    expect(errorLines(home)).toEqual([])
    expect(watched.faults).toEqual([])
    expect(watched.rounds).toBeGreaterThan(10)
    const results = resultsIn(home, 'completed/many')
    expect(new Set(results.map(({ metadata }) => metadata.agent_id)).size).toBe(200)
    expect(results.map(({ status }) => status)).toEqual(Array(200).fill('success'))
    expect(readJson(home.at('completed/many/many_metadata.json'))).toMatchObject({ expected_count: 200 })
    expect(readJson(home.at('integrated/many_integrated.json')).metadata).toMatchObject({
      total_results: 200,
      missing_results: 0,
    })
    expect(readdirSync(home.at('running'))).toEqual([])
    expect(readdirSync(home.at('temp'))).toEqual([])
    const { sessions, problems } = await readHome(home.path)
    expect(problems).toEqual([])
    expect(sessions.get('many')).toMatchObject({
      state: 'completed',
      integrated: true,
      results: 200,
      expected: 200,
    })
  })
})

describe('hooks that are killed', () => {
  it.each([11, 12, 13])(
    'at any moment lose nothing that was acknowledged, and the end of the session makes up for them (%i)',
    { timeout: 300_000 },
    async (seed) => {
      using home = homeWithHook()
      mkdirSync(home.results, { mode: 0o700 })
      const watch = await watchResults(home.results)
      const session = sessionOf(home.path, 'killed', {
        agents: agentsOf(40),
        // The last call is what makes up for the others.
        ...{ killShare: 0.5, killWithinMs: 250, spare: 'SessionEnd', seed },
      })
      const calls = await runClaude(session)
      const watched = await watch.end()

      expectUnnoticed(calls)
      expect(calls.filter(({ killed, code }) => killed && code === null).length).toBeGreaterThan(3)
      expect(watched.faults).toEqual([])
      expect(errorLines(home)).toEqual([])
      const results = resultsIn(home, 'completed/killed')
      const agents = results.map(({ metadata }) => String(metadata.agent_id))
      expect(agents).toEqual(expect.arrayContaining(acknowledged(calls)))
      // Each agent of which any hook came so far as to record it has one result, and no more.
      expect(new Set(agents).size).toBe(agents.length)
      expect(readJson(home.at('completed/killed/killed_metadata.json')).expected_count).toBe(agents.length)
      expect(results.filter(({ status }) => status !== 'success')).toEqual([])
      expect(existsSync(home.at('integrated/killed_integrated.json'))).toBe(true)
      expect(readdirSync(home.at('running')).filter((name) => !name.startsWith('.'))).toEqual([])
    },
  )
})

describe('several parents at once', () => {
  it('keep their agents apart, though one id begins as the other does', { timeout: 120_000 }, async () => {
    using home = homeWithHook()
    mkdirSync(home.results, { mode: 0o700 })
    const watch = await watchResults(home.results)
    const ids = ['run', 'run_1', 'run_1_a0001']
    const calls = await Promise.all(
      ids.map((id, at) => runClaude(sessionOf(home.path, id, { agents: agentsOf(8 + at) }))),
    )
    const watched = await watch.end()

    expectUnnoticed(calls.flat())
    // A name of one session begins as that of another does, and what stands inside decides.
    expect(watched.faults).toEqual([])
    for (const [at, id] of ids.entries()) {
      const results = resultsIn(home, `completed/${id}`)
      expect(results.map(({ session_id }) => session_id)).toEqual(Array(8 + at).fill(id))
      expect(readJson(home.at(`completed/${id}/${id}_metadata.json`)).expected_count).toBe(8 + at)
    }
  })
})

describe('agents that end otherwise', () => {
  it('are told apart by the end of their transcripts', { timeout: 60_000 }, async () => {
    using home = homeWithHook()
    const agents = (['answered', 'api_error', 'interrupted', 'hangs'] as const).flatMap((ends) =>
      agentsOf(1, { ends, id: ends }),
    )
    const calls = await runClaude(sessionOf(home.path, 'ends', { agents }))
    expectUnnoticed(calls)
    const found = resultsIn(home, 'completed/ends').map(({ metadata, status }) => [metadata.agent_id, status])
    expect(Object.fromEntries(found)).toEqual({
      answered: 'success',
      api_error: 'error',
      interrupted: 'interrupted',
      hangs: 'interrupted',
    })
  })

  it('keep their session from being completed as long as one of them hangs', {
    timeout: 60_000,
  }, async () => {
    using home = homeWithHook()
    const agents = [...agentsOf(2), ...agentsOf(1, { ends: 'hangs', id: 'hung' })]
    await runClaude(sessionOf(home.path, 'hung', { agents, endsWith: ['Stop'] }))
    expect(resultsIn(home, 'temp')).toHaveLength(2)
    expect(readdirSync(home.at('running/hung')).filter((name) => !name.startsWith('.'))).toHaveLength(3)
    expect(existsSync(home.at('completed/hung'))).toBe(false)
  })

  it('say what they took', { timeout: 60_000 }, async () => {
    using home = homeWithHook()
    await runClaude(sessionOf(home.path, 'tokens', { agents: agentsOf(1) }))
    expect(resultsIn(home, 'completed/tokens')[0]?.metadata).toMatchObject({
      model: 'claude-sonnet-5',
      // Two messages, of which one has two lines.
      ...{ input_tokens: 20, output_tokens: 40 },
      ...{ cache_read_input_tokens: 600, cache_creation_input_tokens: 80 },
      ...{ tool_calls: 1, harness: 'claude-code', claude_request_id: 'req-two-a0000' },
    })
  })
})

/** In a namespace of its own, where a small file system can be laid over the results. */
function inNamespace(script: string, ...args: string[]): ReturnType<typeof spawnSync> {
  const command = ['--user', '--map-root-user', '--mount', 'sh', '-euc', script, 'sh', ...args]
  return spawnSync('unshare', command, { cwd: root, encoding: 'utf8', timeout: 120_000 })
}

describe.runIf(process.platform === 'linux')('where nothing can be written', () => {
  const stop = (agent: string, answer: string): string =>
    JSON.stringify({
      session_id: 'full',
      hook_event_name: 'SubagentStop',
      agent_id: agent,
      agent_type: 'krukai-optimizer',
      last_assistant_message: answer,
    })

  it('a full disk fails no agent, is said in errors.log, and leaves no half file', {
    timeout: 120_000,
  }, () => {
    using home = homeWithHook()
    mkdirSync(home.results)
    const script = `
      mount -t tmpfs -o size=128k,mode=700 tmpfs "$1"
      "$2" <"$3"; echo "small $?"
      "$2" <"$4"; echo "large $?"
      find "$1" -type f -name '*.json' -exec cat {} +`
    const launcher = join(home.path, 'hooks/capture/trinitas-hook')
    const small = join(home.path, 'small')
    writeFileSync(small, stop('small', 'short'))
    const large = join(home.path, 'large')
    writeFileSync(large, stop('large', 'xy '.repeat(100_000)))
    const { stdout, stderr } = inNamespace(script, home.results, launcher, small, large)
    expect(String(stderr)).toBe('')
    expect(String(stdout)).toMatch(/^small 0\nlarge 0\n/)
    // The small one's result, and records of both.
    expect(String(stdout).match(/"result": "short\\n"/g)).toHaveLength(1)
    expect(String(stdout)).not.toContain('xy xy')
    expect(errorLines(home)).toHaveLength(1)
    expect(errorLines(home)[0]).toMatch(/^\[[^\]]+\] \[ERROR\] Capture hook: ENOSPC/)
  })

  it('a read-only home fails no agent either', { timeout: 120_000 }, () => {
    using home = homeWithHook()
    const script = `
      mount --bind "$1" "$1" && mount -o remount,bind,ro "$1"
      printf %s "$2" | "$3"; echo "ended $?"`
    const launcher = join(home.path, 'hooks/capture/trinitas-hook')
    const { stdout, stderr } = inNamespace(script, home.path, stop('any', 'answer'), launcher)
    expect([String(stdout), String(stderr)]).toEqual(['ended 0\n', ''])
  })
})
