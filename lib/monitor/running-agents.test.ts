import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readRunningSessions } from '#lib/monitor/read-running-sessions.ts'
import { createMonitor } from '#lib/monitor.ts'
import { followMonitor, tells } from '#lib/testing/follow-monitor.ts'
import { configOf, readHome } from '#lib/testing/read-home.ts'
import { CLEAN_UP, HOUR_MS, recoveryHome, refusalOf } from '#lib/testing/recovery-home.ts'
import { idleProcess, startAgent } from '#lib/testing/start-agent.ts'
import { setAge, type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'

const AGENTS = ['krukai-optimizer', 'springfield-strategist', 'vector-auditor'] as const
const MINUTE_MS = 60_000

async function readSession(home: TemporaryHome, id = 's') {
  const { sessions } = await readHome(home.path)
  const { sessions: running } = await readRunningSessions(configOf(home.path))
  const session = sessions.get(id) ?? expect.fail('no such session')
  // What is read from temp and running alone says the same as the index.
  const { usage: _, ...same } = session
  if (['active', 'stale'].includes(session.state))
    expect(running.find((one) => one.id === id)).toMatchObject(same)
  return session
}

async function readDetail(home: TemporaryHome, id = 's') {
  const monitor = createMonitor(configOf(home.path), { watch: false })
  const detail = await monitor.session(id)
  await monitor.close()
  return detail ?? expect.fail('no such session')
}

describe('agents that were seen to start', () => {
  it('make a session active with none of three results', async () => {
    using home = temporaryHome()
    for (const subagent_type of AGENTS) startAgent(home, { session_id: 's', subagent_type })
    expect(await readSession(home)).toMatchObject({
      state: 'active',
      results: 0,
      expected: 3,
      agents: [...AGENTS],
      projects: ['/home/dev/checkout-service'],
      work: { agents: 3, process: 'unknown' },
    })
  })

  it('are answered one by one, and the one that is left is named', async () => {
    using home = temporaryHome()
    startAgent(home, { session_id: 's', subagent_type: AGENTS[0] }, { ageMs: 12 * MINUTE_MS })
    for (const subagent_type of AGENTS.slice(1)) {
      startAgent(home, { session_id: 's', subagent_type })
      home.result({ session_id: 's', subagent_type, task_id: `${subagent_type}_id-of-${subagent_type}` })
    }
    const session = await readSession(home)
    expect(session).toMatchObject({ state: 'active', results: 2, expected: 3 })
    expect(session.work).toMatchObject({ agents: 1, waitingFor: AGENTS[0] })
    expect(session.reason.evidence).toBe(
      '2 of 3 expected results in temp/, waiting for krukai-optimizer, the last change under 5 min ago.',
    )
    expect((await readDetail(home)).runs.map(({ agent, outcome }) => [agent, outcome])).toEqual([
      [AGENTS[1], 'success'],
      [AGENTS[2], 'success'],
      [AGENTS[0], 'running'],
    ])
    expect((await readDetail(home)).missing).toBe(0)
  })

  it('count beside a result whose agent nobody saw start, and for nothing where metadata says a number', async () => {
    using home = temporaryHome()
    startAgent(home, { session_id: 's' })
    home.result({ session_id: 's', task_id: 'other' })
    expect(await readSession(home)).toMatchObject({ results: 1, expected: 2 })
    home.write('temp/s_metadata.json', '{"expected_count": 5}')
    expect(await readSession(home)).toMatchObject({ results: 1, expected: 5 })
  })

  it('keep a session active by what they write, however old all its files are', async () => {
    using home = temporaryHome()
    const agent = startAgent(home, { session_id: 's' }, { ageMs: HOUR_MS })
    home.result({ session_id: 's', task_id: 'other' }, { ageMs: HOUR_MS })
    expect((await readSession(home)).state).toBe('stale')
    agent.write(MINUTE_MS)
    const session = await readSession(home)
    expect(session.state).toBe('active')
    expect(Date.now() - session.lastActivityAtMs).toBeLessThan(2 * MINUTE_MS)
    expect((await readDetail(home)).runs.at(-1)?.work).toMatchObject({ hasTranscript: true })
  })

  it('are seen by the transcript of their own where the hooks say where that lies', async () => {
    using home = temporaryHome()
    const own = join(home.path, 'elsewhere.jsonl')
    startAgent(home, { session_id: 's', agent_transcript_path: own }, { ageMs: HOUR_MS })
    setAge(own, MINUTE_MS)
    expect((await readSession(home)).state).toBe('active')
  })

  it('are seen by the transcript beside their session’s, where versions of 2025 put it', async () => {
    using home = temporaryHome()
    const agent = startAgent(home, { session_id: 's' }, { ageMs: HOUR_MS })
    renameSync(agent.transcript, join(home.path, 'projects', 'agent-id-of-krukai-optimizer.jsonl'))
    expect((await readSession(home)).state).toBe('stale')
    setAge(join(home.path, 'projects', 'agent-id-of-krukai-optimizer.jsonl'), MINUTE_MS)
    expect((await readSession(home)).state).toBe('active')
  })

  it('are as many as were seen to start, where metadata of those that came after a clean-up says fewer', async () => {
    using home = temporaryHome()
    const starts = AGENTS.map((subagent_type) => startAgent(home, { session_id: 's', subagent_type }))
    mkdirSync(home.at('failed/s'))
    for (const { path } of starts) renameSync(home.at(path), home.at(`failed/s/${basename(path)}`))
    home.result({ session_id: 's', task_id: `${AGENTS[0]}_id-of-${AGENTS[0]}` }, { directory: 'completed/s' })
    home.write('completed/s/s_metadata.json', '{"expected_count": 1}')
    expect(await readSession(home)).toMatchObject({ state: 'failed', results: 1, expected: 3 })
  })

  it.each([
    ['a link', (path: string, home: TemporaryHome) => symlinkSync(home.write('temp/x.txt', ''), path)],
    ['a directory', (path: string) => mkdirSync(path)],
    ['nothing', () => undefined],
  ])('are silent where their transcript is %s', async (_, make) => {
    using home = temporaryHome()
    const agent = startAgent(home, { session_id: 's' }, { ageMs: HOUR_MS })
    rmSync(agent.transcript)
    make(agent.transcript, home)
    expect((await readSession(home)).state).toBe('stale')
  })

  it.each([
    '/proc/self/status.jsonl',
    '/tmp/../proc/1/x.jsonl',
    '/etc/hostname',
    'relative.jsonl',
    '/dev/null',
  ])('are not looked for at %s', async (path) => {
    using home = temporaryHome()
    home.write(
      'running/s/t.json',
      JSON.stringify({ session_id: 's', task_id: 't', agent_transcript_path: path }),
      {
        ageMs: HOUR_MS,
      },
    )
    const [run] = (await readDetail(home)).runs
    expect(run?.work).toMatchObject({ hasTranscript: false, process: 'unknown' })
  })

  it('never say where their transcript lies', async () => {
    using home = temporaryHome()
    const { path } = startAgent(home, { session_id: 's' })
    const detail = await readDetail(home)
    expect(JSON.stringify({ ...detail, resultsDirectory: '' })).not.toContain('jsonl')
    const monitor = createMonitor(configOf(home.path), { watch: false })
    expect(await monitor.answer('s', path, { whole: true })).toBeNull()
    await monitor.close()
  })

  it('are no trouble where their record is broken, hostile or of another kind', async () => {
    using home = temporaryHome()
    home.write('running/s/a.json', '{"session_id": "s", "task_id":', { ageMs: HOUR_MS })
    home.write('running/s/b.json', '[]', { ageMs: HOUR_MS })
    home.write(
      'running/s/c.json',
      JSON.stringify({
        session_id: 's',
        task_id: '../../etc',
        subagent_type: '<img src=x>\u202e',
        started_at: 7,
        process: { pid: -1, started: 'x', boot_id: 3 },
        transcript_path: '/a\0b',
        agent_id: '../..',
      }),
      { ageMs: HOUR_MS },
    )
    expect(await readSession(home)).toMatchObject({ state: 'stale', work: { agents: 3, process: 'unknown' } })
  })
})

describe('the process of an agent', () => {
  it.runIf(process.platform === 'linux')(
    'that is alive and silent leaves its session stale, and says so',
    async () => {
      using home = temporaryHome()
      using idle = idleProcess()
      startAgent(home, { session_id: 's', process: idle.process }, { ageMs: HOUR_MS })
      const session = await readSession(home)
      expect(session).toMatchObject({ state: 'stale', work: { process: 'alive' } })
      expect(session.reason.evidence).toBe(
        '0 of 1 expected result in running/, waiting for krukai-optimizer, quiet for over 5 min. Its process is alive.',
      )
      idle.child.kill('SIGKILL')
      await once(idle.child, 'exit')
      expect(await readSession(home)).toMatchObject({ state: 'stale', work: { process: 'gone' } })
    },
  )

  it.runIf(process.platform === 'linux')('is another one that was given its number since', async () => {
    using home = temporaryHome()
    using idle = idleProcess()
    const other = { ...idle.process, started: idle.process.started - 1 }
    startAgent(home, { session_id: 's', process: other }, { ageMs: HOUR_MS })
    expect((await readSession(home)).work?.process).toBe('gone')
  })

  it.runIf(process.platform === 'linux')(
    'is unknown where its number counts in another container, and known in the own',
    async () => {
      using home = temporaryHome()
      using idle = idleProcess()
      const own = readlinkSync('/proc/self/ns/pid')
      const gone = { ...idle.process, started: idle.process.started - 1 }
      startAgent(home, { session_id: 's', process: { ...gone, pid_namespace: own } }, { ageMs: HOUR_MS })
      startAgent(
        home,
        { session_id: 't', process: { ...gone, pid_namespace: 'pid:[1]' } },
        { ageMs: HOUR_MS },
      )
      expect((await readSession(home, 's')).work?.process).toBe('gone')
      expect((await readSession(home, 't')).work?.process).toBe('unknown')
    },
  )

  it('is unknown of another boot, and of nobody’s', async () => {
    using home = temporaryHome()
    const process = { pid: 1, started: 1, boot_id: '00000000-0000-0000-0000-000000000000' }
    startAgent(home, { session_id: 's', process }, { ageMs: HOUR_MS })
    const session = await readSession(home)
    expect(session.work?.process).toBe('unknown')
    expect(session.reason.evidence).toContain('Whether its process is alive is unknown.')
  })

  it.runIf(process.platform === 'linux')(
    'that is alive keeps its session out of all but what names it',
    async () => {
      await using place = recoveryHome()
      const { home } = place
      using idle = idleProcess()
      startAgent(home, { session_id: 'hung', process: idle.process }, { ageMs: 3 * HOUR_MS })
      startAgent(home, { session_id: 'left' }, { ageMs: 3 * HOUR_MS })
      const plan = await place.plan(CLEAN_UP)
      expect(plan.items.map(({ name }) => name)).toEqual(['left'])
      expect(plan.omitted).toMatchObject([{ name: 'hung', reason: expect.stringContaining('is alive') }])
      const matching = await place.plan({ ...CLEAN_UP, matching: 'state=stale' })
      expect(matching.items.map(({ name }) => name)).toEqual(['left'])
      const named = await place.plan({ ...CLEAN_UP, sessions: ['hung'] })
      expect(named.items.map(({ name }) => name)).toEqual(['hung'])
      await place.execute(plan)
      // Where nothing else is quiet, that is no failure of what runs by the clock.
      await expect(place.plan(CLEAN_UP)).rejects.toMatchObject({
        code: 'nothing_to_do',
        message: expect.stringContaining('hung: An agent of it is silent, but its process is alive'),
      })
    },
  )
})

describe('the records of agents', () => {
  it('go with a stale session to failed/, where they are answers that never came, and back', async () => {
    await using place = recoveryHome()
    const { home } = place
    for (const subagent_type of AGENTS)
      startAgent(home, { session_id: 's', subagent_type }, { ageMs: 3 * HOUR_MS })
    home.result(
      { session_id: 's', subagent_type: AGENTS[0], task_id: `${AGENTS[0]}_id-of-${AGENTS[0]}` },
      { ageMs: 3 * HOUR_MS },
    )
    const before = place.tree()
    const operation = await place.execute(await place.plan(CLEAN_UP))
    expect(readdirSync(home.at('failed/s'))).toHaveLength(5)
    expect(existsSync(home.at('running/s'))).toBe(false)
    const { sessions, problems } = await readHome(home.path)
    expect(sessions.get('s')).toMatchObject({ state: 'failed', results: 1, expected: 3, work: null })
    expect(problems).toEqual([])
    expect((await readDetail(home)).runs.map(({ outcome }) => outcome).sort()).toEqual([
      'interrupted',
      'interrupted',
      'success',
    ])
    await place.execute(await place.plan({ action: 'undo', operation: operation.id }))
    expect(place.tree()).toEqual(before)
  })

  it('keep a plan from being carried out once their agent writes again', async () => {
    await using place = recoveryHome()
    const agent = startAgent(place.home, { session_id: 's' }, { ageMs: 3 * HOUR_MS })
    const plan = await place.plan(CLEAN_UP)
    agent.write()
    expect(await refusalOf(place.execute(plan))).toMatchObject({
      code: 'drift',
      drift: [{ name: 's', changes: ['The session is active.'] }],
    })
    expect(existsSync(place.home.at(agent.path))).toBe(true)
  })

  it('that were left behind by a session that has ended make it no session that runs', async () => {
    using home = temporaryHome()
    startAgent(home, { session_id: 's', task_id: 't' }, { ageMs: HOUR_MS })
    home.result({ session_id: 's', task_id: 't' }, { directory: 'completed/s', ageMs: HOUR_MS })
    expect(await readSession(home)).toMatchObject({ state: 'completed', results: 1, expected: 1, work: null })
    expect((await readRunningSessions(configOf(home.path))).sessions).toEqual([])
  })
})

describe('a watched home', () => {
  it('tells of agents that start, write, fall silent and answer', async () => {
    using home = temporaryHome()
    const monitor = createMonitor(configOf(home.path, { 'active-window': '3s' }))
    try {
      const followed = followMonitor(monitor)
      await monitor.ready()
      const agent = startAgent(home, { session_id: 's', task_id: 't' })
      await followed.until(tells('s', { state: 'active', results: 0, expected: 1 }))
      const { revision } = await followed.until(tells('s', { state: 'stale' }))
      agent.write()
      // No file of the home changed: it was looked at.
      await followed.until((batch) => batch.revision > revision && tells('s', { state: 'active' })(batch))
      home.result({ session_id: 's', task_id: 't' }, { ageMs: 0 })
      const { changed } = await followed.until(tells('s', { results: 1, expected: 1, work: null }))
      expect(changed).toMatchObject([{ session: { state: 'active', errors: 0 } }])
    } finally {
      await monitor.close()
    }
  })

  it('stays active by the clock while the transcript grows', async () => {
    using home = temporaryHome()
    const agent = startAgent(home, { session_id: 's' })
    const monitor = createMonitor(configOf(home.path, { 'active-window': '3s' }))
    const writing = setInterval(() => agent.write(), 200)
    try {
      const followed = followMonitor(monitor)
      await monitor.ready()
      // Longer than the window, and in all of it nothing else happened.
      await followed.until(({ changed }) =>
        changed.some(({ session }) => session.lastActivityAtMs - session.startedAtMs > 5000),
      )
      const states = followed.batches.flatMap((batch) => batch?.changed ?? [])
      expect(new Set(states.map(({ session }) => session.state))).toEqual(new Set(['active']))
    } finally {
      clearInterval(writing)
      await monitor.close()
    }
  })

  it('hears of an agent that starts in a directory that was there before it was watched', async () => {
    using home = temporaryHome()
    startAgent(home, { session_id: 's', task_id: 'a' })
    const monitor = createMonitor(configOf(home.path, { 'sweep-interval': '1h' }))
    try {
      const followed = followMonitor(monitor)
      await monitor.ready()
      // These directories are followed a moment after everything was read.
      const starting = setInterval(() => startAgent(home, { session_id: 's', task_id: 'b' }), 200)
      const { changed } = await followed.until(tells('s', { expected: 2 }))
      clearInterval(starting)
      expect(changed).toMatchObject([{ session: { work: { agents: 2 } } }])
    } finally {
      await monitor.close()
    }
  })
})
