import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importRuns } from '#lib/monitor.ts'
import {
  type AgentWork,
  agentLines,
  makeTranscripts,
  PROJECT,
  sideChainLines,
} from '#lib/testing/make-transcripts.ts'
import { configOf, readHome } from '#lib/testing/read-home.ts'
import { CLEAN_UP, HOUR_MS, type RecoveryHome, recoveryHome, refusalOf } from '#lib/testing/recovery-home.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { startAgent } from '#lib/testing/start-agent.ts'

const SESSION = '7c1e0f5a-0b57-4d0e-9a67-3c1c1a6a2f10'
const RESULTS = { action: 'import_results', sinceMs: null } as const
const work = (id: string, rest: Partial<AgentWork> = {}): AgentWork => ({ session: SESSION, id, ...rest })

const importInto = ({ home }: RecoveryHome, from: string) =>
  importRuns(configOf(home.path), { from, sinceMs: null, dryRun: false, onProgress: () => undefined })

const resultAt = (path: string): { timestamp: string } => JSON.parse(readFileSync(path, 'utf8'))
const parsed = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))

describe('result files of imported runs', () => {
  it('are as the hook would have written them, with what is expected of the session; undo takes all away', async () => {
    await using place = recoveryHome()
    using transcripts = makeTranscripts()
    const { home } = place
    const path = transcripts.agent(work('a1', { type: 'vector-auditor', answer: '# Two "risks"\n\n\\o/' }))
    transcripts.write(`${PROJECT}/${SESSION}.jsonl`, sideChainLines(work('old', { answer: null })))
    importInto(place, transcripts.projects)
    const before = place.tree()
    const plan = await place.plan(RESULTS)
    expect(plan).toMatchObject({
      reversible: true,
      command: 'trinitas import --results',
      items: [{ name: SESSION, reason: '2 results from its transcripts.' }],
    })
    const projects = snapshotTree(transcripts.configDirectory)
    const operation = await place.execute(plan)
    expect(operation.status).toBe('done')
    const directory = home.at(`completed/${SESSION}`)
    const names = readdirSync(directory)
    expect(names.toSorted()).toEqual([
      expect.stringMatching(/^7c1e.*_metadata\.json$/),
      expect.stringMatching(/_unknown_[0-9a-f-]{36}_\d{8}_\d{6}_\d{9}\.json$/),
      expect.stringMatching(/_vector-auditor_a1_\d{8}_\d{6}_\d{9}\.json$/),
    ])
    const name = names.find((one) => one.includes('_a1_')) ?? ''
    expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600)
    expect(parsed(join(directory, name))).toEqual({
      session_id: SESSION,
      task_id: 'vector-auditor_a1',
      subagent_type: 'vector-auditor',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      execution_time_ms: 90_000,
      status: 'success',
      result: '# Two "risks"\n\n\\o/\n',
      error: '\n',
      metadata: {
        tool_name: 'Task',
        claude_request_id: 'req_msg_a1_2',
        project_dir: '/home/dev/checkout-service',
        model: 'claude-sonnet-4-5',
        input_tokens: 20,
        output_tokens: 40,
        cache_read_input_tokens: 60,
        cache_creation_input_tokens: 80,
        tool_calls: 1,
        transcript_path: path,
        agent_id: 'a1',
        harness: 'claude-code',
      },
    })
    expect(parsed(join(directory, `${SESSION}_metadata.json`))).toMatchObject({ expected_count: 2 })
    const { sessions } = await readHome(home.path)
    const session = sessions.get(SESSION)
    expect(session).toMatchObject({ results: 2, expected: 2, errors: 1 })
    const endsMs = names
      .filter((one) => !one.endsWith('_metadata.json'))
      .map((one) => Date.parse(resultAt(join(directory, one)).timestamp))
    expect(session?.lastActivityAtMs).toBe(Math.max(...endsMs))
    expect(snapshotTree(transcripts.configDirectory)).toEqual(projects)
    await expect(place.plan(RESULTS)).rejects.toThrow('Every run that was imported has its result.')
    await place.execute(await place.plan({ action: 'undo', operation: operation.id }))
    expect(place.tree()).toEqual(before)
  })

  it('are read without a problem, whatever time or session their transcripts name', async () => {
    await using place = recoveryHome()
    using transcripts = makeTranscripts()
    const { home } = place
    const session = 'x'.repeat(300)
    const times = [
      '+275760-09-12T00:00:00.000Z',
      '-000001-01-01T00:00:00.000Z',
      '+010000-01-01T00:00:00.000Z',
    ]
    for (const [at, timestamp] of times.entries()) {
      const lines = agentLines(work(`b${at}`, { session })).map((line) => ({ ...line, timestamp }))
      transcripts.write(`${PROJECT}/${SESSION}/subagents/agent-b${at}.jsonl`, lines, 3 * HOUR_MS)
    }
    importInto(place, transcripts.projects)
    const operation = await place.execute(await place.plan(RESULTS))
    expect(operation.status).toBe('done')
    const [directory = ''] = readdirSync(home.at('completed'))
    const names = readdirSync(home.at(`completed/${directory}`)).filter((one) => one.includes('_unknown_'))
    expect(names).toHaveLength(3)
    for (const name of names) {
      // The file's own.
      const agoMs = Date.now() - Date.parse(resultAt(home.at(`completed/${directory}/${name}`)).timestamp)
      expect(agoMs).toBeGreaterThan(2.9 * HOUR_MS)
      expect(agoMs).toBeLessThan(4 * HOUR_MS)
    }
    const { sessions, problems } = await readHome(home.path)
    expect([[...sessions.keys()], problems]).toEqual([[directory], []])
  })

  it('are not written where one is there, nor for a session that is at work', async () => {
    await using place = recoveryHome()
    using transcripts = makeTranscripts()
    const { home } = place
    transcripts.agent(work('a1'))
    transcripts.agent(work('a2'))
    transcripts.agent(work('b1', { session: 'busy' }))
    const captured = `${SESSION}_krukai-optimizer_a1_20261130_101010_000000001.json`
    home.result(
      { session_id: SESSION, task_id: 'krukai-optimizer_a1' },
      { directory: `completed/${SESSION}`, name: captured },
    )
    home.write(`completed/${SESSION}/${SESSION}_metadata.json`, '{"expected_count": 1}')
    home.result({ session_id: 'busy', task_id: 'krukai-optimizer_b2' })
    importInto(place, transcripts.projects)
    const plan = await place.plan(RESULTS)
    expect(plan.items.map(({ name, steps }) => [name, steps.map(({ kind }) => kind)])).toEqual([
      [SESSION, ['make']],
    ])
    expect(plan.omitted).toEqual([
      { name: 'busy', reason: 'It is active: its results are written once it has ended.' },
    ])
    await place.execute(plan)
    expect(readFileSync(home.at(`completed/${SESSION}/${SESSION}_metadata.json`), 'utf8')).toBe(
      '{"expected_count": 1}',
    )
    expect(readdirSync(home.at(`completed/${SESSION}`))).toHaveLength(3)
  })

  it('are written of agents that were cleaned up with their session, since nothing of theirs is there but their start', async () => {
    await using place = recoveryHome()
    using transcripts = makeTranscripts()
    const { home } = place
    transcripts.agent(work('a1'))
    startAgent(home, { session_id: SESSION, agent_id: 'a1' }, { ageMs: 3 * HOUR_MS })
    await place.execute(await place.plan(CLEAN_UP))
    importInto(place, transcripts.projects)
    await place.execute(await place.plan(RESULTS))
    const { sessions } = await readHome(home.path)
    expect(sessions.get(SESSION)).toMatchObject({ state: 'failed', results: 1, expected: 1, errors: 0 })
  })

  it('are of the lines that were shown: a transcript that says something else is refused', async () => {
    await using place = recoveryHome()
    using transcripts = makeTranscripts()
    transcripts.agent(work('a1', { answer: 'One.' }))
    importInto(place, transcripts.projects)
    const plan = await place.plan(RESULTS)
    const before = place.tree()
    transcripts.agent(work('a1', { answer: 'Two.' }))
    const operation = await place.execute(plan)
    expect(operation).toMatchObject({ status: 'failed', items: [{ outcome: 'skipped' }] })
    expect(operation.items[0]?.reason).toContain('would not be what was shown')
    expect(place.tree()).toEqual(before)
    rmSync(join(transcripts.projects, PROJECT), { recursive: true })
    await expect(place.plan(RESULTS)).rejects.toThrow(/Its transcripts are not there any more/)
  })

  it('are refused once an agent of the session is at work', async () => {
    await using place = recoveryHome()
    using transcripts = makeTranscripts()
    transcripts.agent(work('a1'))
    importInto(place, transcripts.projects)
    const plan = await place.plan(RESULTS)
    place.home.result({ session_id: SESSION, task_id: 'krukai-optimizer_a9' })
    const refused = await refusalOf(place.execute(plan))
    expect(refused).toMatchObject({ code: 'drift', drift: [{ changes: ['The session is active.'] }] })
  })

  it('are told apart where side chains of two agents lie between each other', async () => {
    await using place = recoveryHome()
    using transcripts = makeTranscripts()
    const one = sideChainLines(work('one', { answer: 'Answer of one.' }))
    const two = sideChainLines(work('two', { answer: 'Answer of two.' }))
    const mixed = one.flatMap((line, at) => [line, ...two.slice(at, at + 1)])
    transcripts.write(`${PROJECT}/${SESSION}.jsonl`, mixed)
    importInto(place, transcripts.projects)
    await place.execute(await place.plan(RESULTS))
    const directory = place.home.at(`completed/${SESSION}`)
    const results = readdirSync(directory)
      .filter((name) => name.includes('_unknown_'))
      .map((name) => parsed(join(directory, name)))
    expect(results).toHaveLength(2)
    expect(results).toContainEqual(expect.objectContaining({ result: 'Answer of one.\n' }))
    expect(results).toContainEqual(expect.objectContaining({ result: 'Answer of two.\n' }))
  })

  it('stay in the results directory whatever a session calls itself, and take as many sessions as one run may', async () => {
    await using place = recoveryHome({ 'run-limit': '2' })
    using transcripts = makeTranscripts()
    for (const session of ['c'.repeat(200), 'plain'])
      transcripts.agent(work(`a${session.length}`, { session }))
    for (const [at, session] of ['../../outside', '.hidden'].entries())
      transcripts.write(`${PROJECT}/s${at}.jsonl`, sideChainLines(work(`s${at}`, { session })))
    importInto(place, transcripts.projects)
    const first = await place.plan(RESULTS)
    expect([first.items.length, first.omitted.filter(({ later }) => later).length]).toEqual([2, 2])
    expect((await place.execute(first)).status).toBe('done')
    expect((await place.execute(await place.plan(RESULTS))).status).toBe('done')
    expect(readdirSync(place.home.at('completed'))).toHaveLength(4)
    const { sessions } = await readHome(place.home.path)
    expect([...sessions.keys()].toSorted()).toEqual(['../../outside', '.hidden', 'c'.repeat(200), 'plain'])
  })
})
