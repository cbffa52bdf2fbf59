import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createMonitor } from '#lib/monitor.ts'
import { bundleHook, type InstalledHook, installHook } from '#lib/testing/install-hook.ts'
import { agentLines, callLines, lineId, sideChainLines } from '#lib/testing/make-transcripts.ts'
import { configOf, readHome } from '#lib/testing/read-home.ts'
import { agentsOf } from '#lib/testing/run-claude.ts'
import { linesOf } from '#lib/testing/simulated-session.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'
import { PAYLOADS } from './fixtures/payloads.ts'

let directory: string
let program: string
let home: TemporaryHome
let hook: InstalledHook
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'trinitas-hook-'))
  program = await bundleHook(directory)
})
beforeEach(() => {
  home = temporaryHome()
  rmSync(home.results, { recursive: true })
  hook = installHook(home.path, program)
  return () => home.remove()
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const ENVIRONMENT = { PATH: process.env.PATH ?? '', HOME: '/nowhere', NODE_ENV: 'production' } as const

type Call = { code: number | null; printed: string }

/** As a harness calls it. */
function call(payload: object | string, env: Record<string, string> = {}): Call {
  const input = typeof payload === 'string' ? payload : JSON.stringify(payload)
  const { status, stdout, stderr } = spawnSync('sh', ['-c', `'${hook.launcher}'`], {
    input,
    encoding: 'utf8',
    env: { ...ENVIRONMENT, ...env },
  })
  return { code: status, printed: stdout + stderr }
}

/** The same, of several at once. */
async function callAtOnce(payload: object): Promise<void> {
  const child = spawn(hook.launcher, { stdio: ['pipe', 'ignore', 'ignore'], env: ENVIRONMENT })
  child.stdin.end(JSON.stringify(payload))
  await once(child, 'exit')
}

const UNNOTICED: Call = { code: 0, printed: '' }

const event = (name: string, agent: string | null, more: object = {}): object => ({
  session_id: 's',
  transcript_path: join(home.path, 'projects', 's.jsonl'),
  cwd: '/home/dev/shop',
  hook_event_name: name,
  ...(agent === null ? {} : { agent_id: agent, agent_type: 'krukai-optimizer' }),
  ...more,
})
const start = (agent: string, more: object = {}): Call => call(event('SubagentStart', agent, more))
const stop = (agent: string, answer: string, more: object = {}): Call =>
  call(event('SubagentStop', agent, { last_assistant_message: answer, ...more }))
const end = (name = 'Stop', more: object = {}): Call => call(event(name, null, more))

const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'))

function namesIn(place: string): string[] {
  return existsSync(home.at(place)) ? readdirSync(home.at(place)).filter((name) => !name.startsWith('.')) : []
}

const resultsIn = (place: string) =>
  namesIn(place)
    .filter((name) => !name.endsWith('_metadata.json'))
    .map((name) => readJson(home.at(`${place}/${name}`)))

function errorLines(): string[] {
  const path = join(home.path, 'logs', 'errors.log')
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : []
}

describe('an agent that starts', () => {
  it('is recorded as running, with the program that runs it', () => {
    expect(call(PAYLOADS.claudeStart)).toEqual(UNNOTICED)
    const [session] = namesIn('running')
    const [name] = namesIn(`running/${session}`)
    const record = readJson(home.at(`running/${session}/${name}`))
    expect([session, name]).toEqual([
      PAYLOADS.claudeStart.session_id,
      'krukai-optimizer_a1b2c3d4e5f60718.json',
    ])
    expect(record).toMatchObject({
      session_id: PAYLOADS.claudeStart.session_id,
      task_id: 'krukai-optimizer_a1b2c3d4e5f60718',
      ...{ subagent_type: 'krukai-optimizer', agent_id: 'a1b2c3d4e5f60718', cwd: '/home/dev/shop' },
      ...{ transcript_path: PAYLOADS.claudeStart.transcript_path, agent_transcript_path: null },
      ...{ harness: 'claude-code', hook_version: expect.stringMatching(/^\d+\.\d+\.\d+$/) },
    })
    expect(record.started_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    // What called the shell that called the hook.
    if (process.platform === 'linux') {
      expect(record.process.pid).toBe(process.pid)
      expect(record.process.boot_id).toBe(readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim())
      const stat = readFileSync('/proc/self/stat', 'utf8')
      expect(stat.split(') ')[1]?.split(' ')[19]).toBe(String(record.process.started))
      expect(record.process.pid_namespace).toBe(readlinkSync('/proc/self/ns/pid'))
    }
  })

  it('is recorded once, however often it is told', () => {
    start('a')
    start('a')
    expect(namesIn('running/s')).toHaveLength(1)
  })

  it('is not recorded where that is told behind its stop, unless it goes on', () => {
    const agent_transcript_path = join(home.path, 'agent-a.jsonl')
    const write = (lines: readonly object[]): void =>
      appendFileSync(agent_transcript_path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    write(agentLines({ session: 's', id: 'a' }))
    stop('a', '# Found by a', { agent_transcript_path })
    stop('b', 'Without a transcript.')
    end()
    start('a', { agent_transcript_path })
    start('b')
    expect([readdirSync(home.at('running')), resultsIn('completed/s').length]).toEqual([[], 2])
    write(agentLines({ session: 's', id: 'a', beganAgoMs: 0 }))
    start('a', { agent_transcript_path })
    expect(namesIn('running/s')).toEqual(['krukai-optimizer_a_2.json'])
  })

  it('is recorded with modes of its user alone, whatever the mask', () => {
    spawnSync('sh', ['-c', `umask 000; '${hook.launcher}'`], {
      input: JSON.stringify(event('SubagentStart', 'a')),
    })
    spawnSync('sh', ['-c', `umask 000; '${hook.launcher}'`], {
      input: JSON.stringify(event('SubagentStop', 'a', { last_assistant_message: 'x' })),
    })
    end()
    const modes = snapshotTree(home.results).map((line) =>
      /^.*?(\/)? ([0-7]+)(?: |$)/.exec(line)?.slice(1, 3),
    )
    expect(modes.length).toBeGreaterThan(7)
    for (const mode of modes) expect(mode?.[1]).toBe(mode?.[0] === '/' ? '700' : '600')
  })
})

describe('an agent that stops', () => {
  it('has a result in the format of the original', () => {
    start('a')
    expect(stop('a', 'It is "so".')).toEqual(UNNOTICED)
    const [name = ''] = namesIn('temp')
    expect(name).toMatch(/^s_krukai-optimizer_a_\d{8}_\d{6}_\d{9}\.json$/)
    const text = readFileSync(home.at(`temp/${name}`), 'utf8')
    const result = JSON.parse(text)
    expect(text).toBe(`${JSON.stringify(result, null, 4)}\n`)
    expect(Object.keys(result)).toEqual([
      ...['session_id', 'task_id', 'subagent_type', 'timestamp', 'execution_time_ms'],
      ...['status', 'result', 'error', 'metadata'],
    ])
    expect(result).toMatchObject({ status: 'success', result: 'It is "so".\n', error: '\n' })
    expect(result.execution_time_ms).toBeGreaterThan(0)
    // The record stays until the session is completed.
    expect(namesIn('running/s')).toHaveLength(1)
  })

  it('has it without its start having been seen, and once however often it is told', () => {
    stop('a', 'Done.')
    stop('a', 'Done.')
    expect(resultsIn('temp')).toHaveLength(1)
    expect(namesIn('running/s')).toHaveLength(1)
  })

  it('and goes on, has a second result, and two are expected', () => {
    start('a')
    stop('a', 'First.')
    stop('a', 'First, and more.', { stop_hook_active: true })
    expect(resultsIn('temp').map(({ task_id, result }) => [task_id, result])).toEqual([
      ['krukai-optimizer_a', 'First.\n'],
      ['krukai-optimizer_a_2', 'First, and more.\n'],
    ])
    end()
    expect(readJson(home.at('completed/s/s_metadata.json')).expected_count).toBe(2)
  })

  it('is found by its transcript where an older version does not say which it is', () => {
    const { session_id } = PAYLOADS.claudeStopOf1
    const projects = join(home.path, 'projects')
    mkdirSync(projects)
    const [agent] = agentsOf(1, { id: 'b2c3', answer: 'Of old.' })
    const lines = agent === undefined ? [] : linesOf({ id: session_id, cwd: '/home/dev/shop' }, agent)
    writeFileSync(
      join(projects, 'agent-b2c3.jsonl'),
      lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
    )
    writeFileSync(join(projects, 'agent-other.jsonl'), '{"sessionId":"another"}\n')
    call({ ...PAYLOADS.claudeStopOf1, transcript_path: join(projects, `${session_id}.jsonl`) })
    expect(resultsIn('temp')).toMatchObject([
      {
        session_id,
        result: 'Of old.\n',
        status: 'success',
        metadata: {
          agent_id: 'b2c3',
          transcript_path: join(projects, 'agent-b2c3.jsonl'),
          project_dir: '/home/dev/shop',
        },
      },
    ])
  })

  it('is found in the transcript of its session where still older versions wrote its lines, two at once too', async () => {
    const { session_id } = PAYLOADS.claudeStopOf1
    const work = (id: string, type: string) => ({ session: session_id, id, type, beganAgoMs: 120_000 })
    const [one, two] = [work('one', 'krukai-optimizer'), work('two', 'vector-auditor')]
    const lines = [...callLines(one), ...callLines(two), ...sideChainLines(one), ...sideChainLines(two)]
    const transcript_path = join(home.path, `${session_id}.jsonl`)
    writeFileSync(transcript_path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    const payload = { ...PAYLOADS.claudeStopOf1, transcript_path }
    await Promise.all([callAtOnce(payload), callAtOnce(payload)])
    expect(call(payload)).toEqual(UNNOTICED)
    const results = resultsIn('temp').sort((a, b) => (a.task_id < b.task_id ? -1 : 1))
    const [first, second] = ['one', 'two'].map((id) => lineId(`${session_id} ${id} asked`))
    expect(results).toMatchObject([
      {
        ...{ session_id, task_id: `krukai-optimizer_${first}`, subagent_type: 'krukai-optimizer' },
        ...{ status: 'success', result: '# Found by one\n' },
        metadata: { agent_id: first, transcript_path, input_tokens: 20, tool_calls: 1 },
      },
      { task_id: `vector-auditor_${second}`, status: 'success', result: '# Found by two\n' },
    ])
    call({ ...PAYLOADS.claudeStopOf1, transcript_path, hook_event_name: 'Stop' })
    expect(readJson(home.at(`completed/${session_id}/${session_id}_metadata.json`)).expected_count).toBe(2)
  })

  it('is nobody’s where the harness asked for it itself', () => {
    const internal = PAYLOADS.claudeInternalStop
    expect(call(internal)).toEqual(UNNOTICED)
    call({ ...internal, agent_id: 'aprompt_suggestion-33a4cf', agent_type: 'x' })
    expect(readdirSync(home.results)).toEqual([])
    call(PAYLOADS.claudeStart)
    call({ ...internal, agent_id: PAYLOADS.claudeStart.agent_id })
    expect(resultsIn('temp')).toMatchObject([
      { subagent_type: 'krukai-optimizer', result: 'Reading cart.ts\n' },
    ])
    const agent_transcript_path = join(home.path, 'agent-written.jsonl')
    writeFileSync(agent_transcript_path, '')
    call({ ...internal, agent_id: 'written', agent_transcript_path })
    expect(resultsIn('temp')).toHaveLength(2)
  })

  it('and goes on says of each run what that took', () => {
    const agent_transcript_path = join(home.path, 'agent-a.jsonl')
    const lines = (answer: string) => agentLines({ session: 's', id: answer, answer })
    const say = (answer: string): void => {
      for (const line of lines(answer)) appendFileSync(agent_transcript_path, `${JSON.stringify(line)}\n`)
      stop('a', answer, { agent_transcript_path })
    }
    say('First.')
    say('Second.')
    end()
    say('Third.')
    const results = [...resultsIn('completed/s'), ...resultsIn('temp')]
    expect(results.map(({ metadata }) => [metadata.output_tokens, metadata.tool_calls])).toEqual([
      [40, 1],
      [40, 1],
      [40, 1],
    ])
    for (const name of namesIn('completed/s').filter((one) => one.includes('_a_2_')))
      rmSync(home.at(`completed/s/${name}`))
    say('Fourth.')
    const last = resultsIn('temp').find(({ result }) => result === 'Fourth.\n')
    // What one of those before it took is not known any more.
    expect(last.metadata).not.toHaveProperty('output_tokens')
  })

  it('of Codex has its harness and model', () => {
    call(PAYLOADS.codexStart)
    call(PAYLOADS.codexStop)
    expect(resultsIn('temp')).toMatchObject([
      { result: 'Found it in three places.\n', metadata: { harness: 'codex', model: 'gpt-5.5' } },
    ])
  })

  it('with 100 MB of answer has all of it, in 64 MB of heap', { timeout: 120_000 }, async () => {
    const answer = 'Zeile "ä"\n'.repeat(9_100_000)
    const path = join(home.path, 'payload')
    writeFileSync(path, JSON.stringify(event('SubagentStop', 'big', { last_assistant_message: answer })))
    const child = spawn(process.execPath, ['--max-old-space-size=64', hook.program], {
      env: { NODE_ENV: 'production' },
      stdio: [openSync(path, 'r'), 'ignore', 'inherit'],
    })
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0)
    expect(errorLines()).toEqual([])
    const [{ result }] = resultsIn('temp')
    expect(Buffer.byteLength(result)).toBeGreaterThan(100_000_000)
    expect(result === answer).toBe(true)
  })
})

describe('how an agent’s transcript ends', () => {
  const line = (type: string, content: unknown, more: object = {}): object => ({
    ...{ type, timestamp: new Date().toISOString(), message: { role: type, content }, ...more },
  })
  const failure = (text: string): object =>
    line('assistant', [{ type: 'text', text }], { isApiErrorMessage: true })
  const failedTool = line('user', [{ type: 'tool_result', is_error: true, content: 'No such file' }])
  const OVERLOADED = 'API Error: 529 overloaded'
  /** The transcript of an agent that says "Earlier text." first, and what else stands in it. */
  function transcriptWith(...more: object[]): { agent_transcript_path: string } {
    const agent_transcript_path = join(home.path, 'agent-a.jsonl')
    const lines = [...agentLines({ session: 's', id: 'a', answer: 'Earlier text.' }), ...more]
    writeFileSync(agent_transcript_path, lines.map((one) => `${JSON.stringify(one)}\n`).join(''))
    return { agent_transcript_path }
  }

  it.each([
    ['error', failure(OVERLOADED), OVERLOADED],
    ['timeout', failure('API Error: Request timed out.'), 'API Error: Request timed out.'],
    ['error', failedTool, 'No such file'],
    ['interrupted', line('user', '[Request interrupted by user]'), '[Request interrupted by user]'],
  ])('decides, behind the last words too, which stay: %s', (status, last, error) => {
    stop('a', 'Earlier text.', transcriptWith(last))
    expect(resultsIn('temp')).toMatchObject([{ status, result: 'Earlier text.\n', error: `${error}\n` }])
  })

  it('decides where the harness says of it itself', () => {
    stop('a', OVERLOADED, transcriptWith(failure(OVERLOADED)))
    expect(resultsIn('temp')).toMatchObject([{ status: 'error', result: 'Earlier text.\n' }])
  })

  it.each([failure(OVERLOADED), failedTool])(
    'does not where the last words are not written yet (%#)',
    (last) => {
      stop('a', 'All of it.', transcriptWith(last))
      expect(resultsIn('temp')).toMatchObject([{ status: 'success', result: 'All of it.\n', error: '\n' }])
    },
  )

  it.each([failure(OVERLOADED), line('user', '[Request interrupted by user]')])(
    'is that of the run before where this one’s is not written yet (%#)',
    (last) => {
      const transcript = transcriptWith(last)
      start('a', transcript)
      stop('a', 'Earlier text.', transcript)
      start('a', transcript)
      stop('a', 'Earlier text.', transcript)
      expect(
        resultsIn('temp')
          .map(({ status }) => status)
          .sort()
          .at(-1),
      ).toBe('success')
    },
  )
})

describe('a parent that stops', () => {
  it('completes its session once the last of its agents has, whichever comes last', () => {
    start('a')
    start('b')
    stop('a', 'A')
    expect(end()).toEqual(UNNOTICED)
    expect(namesIn('completed')).toEqual([])
    stop('b', 'B')
    expect(resultsIn('completed/s').map(({ result }) => result)).toEqual(['A\n', 'B\n'])
    expect(namesIn('temp')).toEqual([])
    expect(readdirSync(home.at('running'))).toEqual([])
  })

  it('and goes on has its new agents counted at once, and is merged anew', () => {
    start('a')
    stop('a', 'A')
    end()
    start('b')
    const metadata = home.at('completed/s/s_metadata.json')
    expect(readJson(metadata).expected_count).toBe(2)
    stop('b', 'B')
    expect(namesIn('temp')).toHaveLength(1)
    end()
    expect(readJson(metadata).expected_count).toBe(2)
    expect(resultsIn('completed/s')).toHaveLength(2)
    expect(readJson(home.at('integrated/s_integrated.json')).metadata.total_results).toBe(2)
    expect(readFileSync(home.at('integrated/s_summary.md'), 'utf8')).toContain('krukai-optimizer')
  })

  it('and goes on after its results were taken away keeps the merged answer of before', async () => {
    start('a')
    stop('a', 'A')
    end()
    const before = readFileSync(home.at('integrated/s_integrated.json'), 'utf8')
    rmSync(home.at('completed/s'), { recursive: true })
    start('b')
    stop('b', 'B')
    end()
    expect(namesIn('integrated').sort()).toEqual([
      's_integrated.json',
      's_integrated~2.json',
      's_summary.md',
      's_summary~2.md',
    ])
    expect(readFileSync(home.at('integrated/s_integrated~2.json'), 'utf8')).toBe(before)
    expect(readFileSync(home.at('integrated/s_integrated.json'), 'utf8')).toContain('"B\\n"')
    const monitor = createMonitor(configOf(home.path), { watch: false })
    const detail = await monitor.session('s')
    await monitor.close()
    expect(detail?.integration?.path).toBe('integrated/s_integrated.json')
    expect(detail?.files.map(({ path }) => path)).toContain('integrated/s_summary~2.md')
  })

  it('after a clean-up took what was there merges the late answer with it, and names who never answered', async () => {
    start('a')
    start('b')
    start('c')
    stop('a', 'A')
    mkdirSync(home.at('failed/s'), { recursive: true })
    for (const place of ['temp', 'running/s'])
      for (const name of namesIn(place)) renameSync(home.at(`${place}/${name}`), home.at(`failed/s/${name}`))
    writeFileSync(home.at('failed/s/recovery_report.json'), '{"session_id": "s", "status": "incomplete"}')
    stop('b', 'B')
    end()
    expect(readJson(home.at('integrated/s_integrated.json')).metadata).toMatchObject({
      total_results: 2,
      missing_results: 1,
      unreadable_results: [],
    })
    const { sessions } = await readHome(home.path)
    expect(sessions.get('s')).toMatchObject({ state: 'failed', results: 2, expected: 3 })
  })

  it('takes along what others wrote for its session, and leaves alone what is another’s', () => {
    start('a')
    stop('a', 'A')
    mkdirSync(home.at('temp'), { recursive: true })
    writeFileSync(
      home.at('temp/s_old_1.json'),
      '{\n    "session_id": "s", "status": "success", "result": "old"}',
    )
    writeFileSync(home.at('temp/s_1_x.json'), '{"session_id": "s_1", "status": "success"}')
    writeFileSync(home.at('temp/s_metadata.json'), '{"expected_count": 4}')
    end()
    expect(namesIn('temp')).toEqual(['s_1_x.json'])
    expect(namesIn('completed/s')).toContain('s_old_1.json')
    expect(readJson(home.at('completed/s/s_metadata.json')).expected_count).toBe(4)
    expect(readJson(home.at('integrated/s_integrated.json')).metadata).toMatchObject({
      total_results: 2,
      missing_results: 2,
    })
  })

  it('completes its session with a result that is broken, and names it', () => {
    start('a')
    stop('a', 'A')
    stop('b', 'B')
    const [broken = ''] = namesIn('temp')
    writeFileSync(home.at(`temp/${broken}`), '{"session_id": "s", "resu')
    end()
    expect(namesIn('completed/s')).toHaveLength(3)
    expect(readJson(home.at('integrated/s_integrated.json')).metadata.unreadable_results).toEqual([
      { path: `completed/s/${broken}`, reason: 'It is no valid JSON.' },
    ])
  })

  it('overwrites nothing, and follows no link', () => {
    start('a')
    stop('a', 'A')
    const [name = ''] = namesIn('temp')
    mkdirSync(home.at('completed/s'), { recursive: true })
    writeFileSync(home.at(`completed/s/${name}`), 'somebody else’s')
    end()
    expect(readFileSync(home.at(`completed/s/${name}`), 'utf8')).toBe('somebody else’s')
    expect(readJson(home.at(`completed/s/${name.replace('.json', '~2.json')}`)).result).toBe('A\n')
    using elsewhere = temporaryHome()
    symlinkSync(elsewhere.path, home.at('completed/t'))
    stop('b', 'B', { session_id: 't' })
    end('Stop', { session_id: 't' })
    expect(readdirSync(elsewhere.path)).toEqual(['parallel_results'])
    expect(errorLines().at(-1)).toContain('is a symbolic link, which is not followed')
    expect(namesIn('temp')).toHaveLength(1)
  })

  it('does not take the answer of before for that of an agent that was called again', () => {
    const agent_transcript_path = join(home.path, 'agent-a.jsonl')
    const lines = agentLines({ session: 's', id: 'a' }).map((line) => `${JSON.stringify(line)}\n`)
    writeFileSync(agent_transcript_path, lines.join(''))
    start('a', { agent_transcript_path })
    stop('a', '# Found by a', { agent_transcript_path })
    start('a', { agent_transcript_path })
    end()
    expect(namesIn('temp')).toHaveLength(1)
    end('SessionEnd')
    expect(
      resultsIn('completed/s')
        .map(({ status }) => status)
        .sort(),
    ).toEqual(['interrupted', 'success'])
  })

  it('for good has an answer that comes later in the place of what was made up for it', async () => {
    start('a')
    start('b')
    stop('b', 'B')
    end('SessionEnd')
    const found = () =>
      resultsIn('completed/s')
        .map(({ task_id, status, result }) => [task_id, status, result])
        .sort()
    const [A, B] = ['krukai-optimizer_a', 'krukai-optimizer_b']
    expect(found()).toEqual([
      [A, 'interrupted', ''],
      [B, 'success', 'B\n'],
    ])
    expect(stop('a', 'A, late.')).toEqual(UNNOTICED)
    stop('a', 'A, late.')
    expect(found()).toEqual([
      [A, 'success', 'A, late.\n'],
      [B, 'success', 'B\n'],
    ])
    expect([namesIn('temp'), readdirSync(home.at('running')), errorLines()]).toEqual([[], [], []])
    expect(readFileSync(home.at('integrated/s_integrated.json'), 'utf8')).toContain('A, late.')
    const { sessions } = await readHome(home.path)
    expect(sessions.get('s')).toMatchObject({ state: 'completed', results: 2, expected: 2 })
  })

  it('for good, and whose agent is called again, keeps what was cut off before', () => {
    start('a')
    end('SessionEnd')
    start('a')
    stop('a', 'Of the second run.')
    end('SessionEnd')
    stop('a', 'Of a third.')
    const found = [...resultsIn('completed/s'), ...resultsIn('temp')]
    expect(found.map(({ task_id, status }) => [task_id, status]).sort()).toEqual([
      ['krukai-optimizer_a', 'interrupted'],
      ['krukai-optimizer_a_2', 'success'],
      ['krukai-optimizer_a_3', 'success'],
    ])
  })

  it('for good leaves the late answer to the next stop where its parent went on', () => {
    start('a')
    end('SessionEnd')
    start('b')
    stop('a', 'A, late.')
    expect(namesIn('running/s')).toEqual(['krukai-optimizer_b.json'])
    stop('b', 'B')
    end()
    expect(
      resultsIn('completed/s')
        .map(({ result }) => result)
        .sort(),
    ).toEqual(['A, late.\n', 'B\n'])
    expect(readFileSync(home.at('integrated/s_integrated.json'), 'utf8')).toContain('A, late.')
  })

  it('without any agents leaves nothing behind', () => {
    end()
    end('SessionEnd')
    expect(existsSync(home.at('completed'))).toBe(false)
  })

  it('for good makes up for another session’s hook that was killed in the midst', () => {
    start('a')
    stop('a', 'A')
    writeFileSync(home.at('running/s/.stopped'), '')
    end('SessionEnd', { session_id: 'another' })
    expect(resultsIn('completed/s')).toHaveLength(1)
  })
})

describe('what stands in the environment, as an older harness hands it over', () => {
  const ORIGINAL = {
    CLAUDE_HOOK_EVENT: 'SubagentStop',
    CLAUDE_TOOL_NAME: 'Task',
    CLAUDE_TOOL_ARGUMENTS: '{"subagent_type": "krukai-optimizer"}',
    CLAUDE_TOOL_RESULT: 'An "answer", \\n and\na line.',
    CLAUDE_EXECUTION_TIME: '12.5s',
    CLAUDE_PROJECT_DIR: 'C:\\new "project"',
    TRINITAS_SESSION_ID: 'run',
  }
  const capture = (env: Record<string, string>): number | null =>
    spawnSync(hook.launcher, ['--event', 'capture-environment'], {
      env: { NODE_ENV: 'production', PATH: process.env.PATH ?? '', ...ORIGINAL, ...env },
    }).status

  it('is written as the original does, but that it is valid and as it was said', () => {
    expect(capture({ TRINITAS_TASK_ID: 'task_1' })).toBe(0)
    expect(resultsIn('temp')).toMatchObject([
      {
        ...{ session_id: 'run', task_id: 'task_1', subagent_type: 'krukai-optimizer', status: 'success' },
        ...{ execution_time_ms: 12_500, result: 'An "answer", \\n and\na line.\n', error: '\n' },
        metadata: { tool_name: 'Task', claude_request_id: '', project_dir: 'C:\\new "project"' },
      },
    ])
  })

  it('is moved with the others of its session once all that are expected are there', () => {
    capture({ TRINITAS_PARALLEL_COUNT: '2', TRINITAS_TASK_ID: 'a', TRINITAS_SESSION_ID: 'run_1' })
    capture({ TRINITAS_PARALLEL_COUNT: '2', TRINITAS_TASK_ID: 'a' })
    expect(namesIn('completed')).toEqual([])
    capture({ TRINITAS_PARALLEL_COUNT: '2', TRINITAS_TASK_ID: 'b', CLAUDE_TOOL_ERROR: 'It failed' })
    expect(resultsIn('completed/run').map(({ task_id, status, error }) => [task_id, status, error])).toEqual([
      ['a', 'success', '\n'],
      ['b', 'error', 'It failed\n'],
    ])
    expect(resultsIn('temp').map(({ session_id }) => session_id)).toEqual(['run_1'])
  })

  it.each([
    ['', 'it is not set'],
    ['{"prompt": "x"}', 'it names none'],
    ['{"subagent_type": "krukai', 'it is no JSON'],
  ])('is not kept where no agent is named, which is said: %j', (CLAUDE_TOOL_ARGUMENTS, instead) => {
    expect(capture({ CLAUDE_TOOL_ARGUMENTS })).toBe(65)
    expect(errorLines()).toEqual([
      expect.stringContaining(`Expected JSON with "subagent_type" in CLAUDE_TOOL_ARGUMENTS: ${instead}.`),
    ])
    expect(namesIn('temp')).toEqual([])
  })
})

describe('names that lead elsewhere', () => {
  it.each(['../../../tmp/x', '/etc', '..', '.', '.trash', 'a/b', 'a\nb', '__proto__'])(
    'stay in their place, and inside their files as they are: %j',
    (id) => {
      using around = temporaryHome()
      const before = snapshotTree(around.path)
      const payload = { session_id: id, agent_id: id, agent_type: id }
      for (const name of ['SubagentStart', 'SubagentStop', 'Stop'])
        expect(call(event(name, 'x', { ...payload, last_assistant_message: 'A' }))).toEqual(UNNOTICED)
      expect(errorLines()).toEqual([])
      const [session = ''] = namesIn('completed')
      const names = namesIn(`completed/${session}`)
      expect(names).toHaveLength(2)
      expect(resultsIn(`completed/${session}`)).toMatchObject([
        { session_id: id, subagent_type: id, task_id: `${id}_${id}`, metadata: { agent_id: id } },
      ])
      expect(Object.keys(readJson(home.at(`completed/${session}/${session}_metadata.json`)).tasks)).toEqual([
        `${id}_${id}`,
      ])
      expect(snapshotTree(around.path)).toEqual(before)
      expect(readdirSync(home.path).sort()).toEqual(['hooks', 'parallel_results', 'settings.json'])
    },
  )
})

describe('a session whose id can be none', () => {
  it.each(['x'.repeat(300), 'a\0b', 'half \ud83d'])(
    'is known by the name of its directory, and what it was called stays: %j',
    async (id) => {
      const more = { session_id: id, agent_type: 'y'.repeat(300) }
      start('a', more)
      const [session = ''] = namesIn('running')
      stop('a', 'A', more)
      end('Stop', more)
      expect(resultsIn(`completed/${session}`)).toMatchObject([
        { session_id: session, metadata: { given_session_id: id } },
      ])
      const { sessions, problems } = await readHome(home.path)
      expect([[...sessions.keys()], problems, errorLines()]).toEqual([[session], [], []])
    },
  )
})

describe('what cannot be understood', () => {
  it.each([
    ['', 'it is empty'],
    ['not JSON', 'it is no JSON object'],
    ['{"hook_event_name": "Stop"}', 'Expected "session_id"'],
  ])('fails no agent, and is one line: %j', (input, message) => {
    expect(call(input)).toEqual(UNNOTICED)
    expect(errorLines()).toEqual([
      expect.stringMatching(/^\[\d{4}-\d\d-\d\dT[\d:.]+Z\] \[ERROR\] Capture hook: /),
    ])
    expect(errorLines()[0]).toContain(message)
  })

  it.each(['<&-', '</dev/null', '>&- 2>&-'])('nor does what is closed: %s', (redirection) => {
    const { status } = spawnSync('sh', ['-c', `'${hook.launcher}' ${redirection}`], {
      input: JSON.stringify(event('Stop', null)),
    })
    expect(status).toBe(0)
  })

  it('events of which it knows nothing are none of its business', () => {
    expect(call(event('PreToolUse', 'a'))).toEqual(UNNOTICED)
    expect(errorLines()).toEqual([])
    expect(namesIn('running')).toEqual([])
  })
})

describe('the launcher', () => {
  it('says its version, for whoever wants to know whether it runs', () => {
    const { stdout, status } = spawnSync(hook.launcher, ['--version'], { encoding: 'utf8' })
    expect([stdout, status]).toEqual([expect.stringMatching(/^trinitas-hook \d+\.\d+\.\d+\n$/), 0])
  })

  it('finds a Node where the one of its installation is gone, and says so where there is none', () => {
    installHook(home.path, program, '/nowhere/node')
    start('a')
    expect(namesIn('running/s')).toHaveLength(1)
    const bin = join(home.path, 'bin')
    mkdirSync(bin)
    for (const name of ['date', 'mkdir', 'sh']) symlinkSync(`/bin/${name}`, join(bin, name))
    const launcher = readFileSync(hook.launcher, 'utf8')
    // As on a machine that has none in the usual places.
    writeFileSync(hook.launcher, launcher.replace(/\/usr\S*\/node|\/opt\S*\/node/g, '/nowhere'))
    expect(call(event('SubagentStart', 'b'), { PATH: bin })).toEqual(UNNOTICED)
    expect(errorLines()).toEqual([
      expect.stringMatching(/^\[[^\]]+Z\] \[ERROR\] Capture hook: no Node was found/),
    ])
  })

  it('ends with 0 where the program itself cannot be started, and says so', () => {
    writeFileSync(hook.program, 'this is no program')
    expect(start('a')).toEqual(UNNOTICED)
    expect(errorLines()).toEqual([expect.stringContaining('trinitas-hook.mjs ended with 1.')])
  })

  it('writes where it is told to', () => {
    using elsewhere = temporaryHome()
    call(event('SubagentStart', 'a'), { TRINITAS_RESULTS_DIR: elsewhere.results })
    expect(readdirSync(join(elsewhere.results, 'running/s'))).toHaveLength(1)
    call(event('SubagentStart', 'a'), { TRINITAS_HOME: elsewhere.path })
    spawnSync(hook.launcher, ['--results-dir', join(elsewhere.path, 'other')], {
      input: JSON.stringify(event('SubagentStart', 'a')),
    })
    expect(readdirSync(join(elsewhere.path, 'other/running/s'))).toHaveLength(1)
    expect(existsSync(home.results)).toBe(false)
  })
})

describe('a place where no directory can be made', () => {
  it.runIf(process.platform === 'linux')('is one line in the log, and keeps no agent waiting', () => {
    // Where the system says that nothing is above the name, though there is.
    for (const place of ['/proc/nope', '/proc/nope/deeper'])
      expect(startWithin(30, { TRINITAS_RESULTS_DIR: place })).toEqual(UNNOTICED)
    const isNotMade = expect.stringMatching(/ENOENT: no such file or directory, mkdir '\/proc\/nope'$/)
    expect(errorLines()).toEqual([isNotMade, isNotMade])
  })

  it('is so where a file is in the way, or a link that leads nowhere', () => {
    writeFileSync(join(home.path, 'file'), '')
    symlinkSync('/nowhere/at/all', join(home.path, 'link'))
    for (const place of ['file', 'file/below', 'link'])
      expect(startWithin(30, { TRINITAS_RESULTS_DIR: join(home.path, place) })).toEqual(UNNOTICED)
    expect(errorLines()).toHaveLength(3)
  })
})

/** By the program that ends others: 124 is what it says of one that did not end in time. */
function startWithin(seconds: number, env: Record<string, string>): Call {
  const { status, stdout, stderr } = spawnSync('timeout', [String(seconds), hook.launcher], {
    input: JSON.stringify(event('SubagentStart', 'a')),
    encoding: 'utf8',
    env: { ...ENVIRONMENT, ...env },
  })
  return { code: status, printed: stdout + stderr }
}

describe('the program', () => {
  it('is one file that needs nothing but Node, and neither zod nor a database', () => {
    const text = readFileSync(program, 'utf8')
    const imports = [...text.matchAll(/\b(?:from|import|require|import\()\s*\(?"([^"]+)"/g)].map(
      ([, name]) => name,
    )
    expect(imports.length).toBeGreaterThan(3)
    expect(imports.filter((name) => !name?.startsWith('node:') || name === 'node:sqlite')).toEqual([])
    expect(lstatSync(program).size).toBeLessThan(100_000)
  })

  it('does the same on the Node that is in PATH, whichever that is', () => {
    const node = spawnSync('sh', ['-c', 'command -v node'], { encoding: 'utf8' }).stdout.trim()
    hook = installHook(home.path, program, node)
    start('a')
    stop('a', 'My recommendation is to wait.')
    stop('b', 'Wait.')
    end()
    expect(errorLines()).toEqual([])
    expect(readJson(home.at('integrated/s_integrated.json')).synthesis.recommendations).toHaveLength(1)
    expect(dirname(node)).not.toBe('.')
  })
})
