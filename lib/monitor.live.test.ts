import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createMonitor, type Monitor } from '#lib/monitor.ts'
import { type Followed, followMonitor, tells } from '#lib/testing/follow-monitor.ts'
import { hookName, hookResult, hookText } from '#lib/testing/hook-files.ts'
import { writeManySessions } from '#lib/testing/many-sessions.ts'
import { configOf } from '#lib/testing/read-home.ts'
import { runTrinitas } from '#lib/testing/run-command.ts'
import { setAge, type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'

type Live = {
  home: TemporaryHome
  monitor: Monitor
  followed: Followed
  [Symbol.asyncDispose](): Promise<void>
}

async function watched(
  prepare: (home: TemporaryHome) => void = () => undefined,
  flags: Record<string, string> = {},
): Promise<Live> {
  const home = temporaryHome()
  prepare(home)
  const monitor = createMonitor(configOf(home.path, flags))
  const followed = followMonitor(monitor)
  await monitor.ready()
  return {
    home,
    monitor,
    followed,
    async [Symbol.asyncDispose]() {
      await monitor.close()
      home.remove()
    },
  }
}

describe('a watched home', () => {
  it('tells a new result with its whole row', async () => {
    await using live = await watched()
    live.home.result({ session_id: 's', subagent_type: 'vector-auditor' }, { ageMs: 0 })
    const batch = await live.followed.until(tells('s', { results: 1 }))
    expect(batch.changed).toMatchObject([
      { session: { id: 's', state: 'active', agents: ['vector-auditor'] } },
    ])
    expect(batch.counts).toMatchObject({ active: 1 })
  })

  it('waits for a result that is written in two parts, and never calls it broken', async () => {
    await using live = await watched()
    const result = hookResult({ session_id: 's' }, Date.now())
    const path = live.home.at(`temp/${hookName(result, Date.now())}`)
    writeFileSync(path, hookText(result).slice(0, 60))
    await live.followed.until(tells('s', { results: 0 }))
    appendFileSync(path, hookText(result).slice(60))
    await live.followed.until(tells('s', { results: 1, errors: 0 }))
    expect(await live.monitor.problems()).toEqual([])
  })

  it('calls a file broken once it has not changed for the settle time, by the clock alone', async () => {
    await using live = await watched(undefined, { settle: '300ms' })
    live.home.write('temp/s_agent_1795468211_20261123_211011_1.json', '{"session_id": "s", "sta', {
      ageMs: 0,
    })
    await live.followed.until(tells('s', { results: 1, errors: 1, problems: 1 }))
    expect(await live.monitor.problems()).toMatchObject([{ code: 'invalid_json', sessionId: 's' }])
  })

  it('turns a session stale by the clock alone', async () => {
    await using live = await watched((home) => home.result({ session_id: 's' }, { ageMs: 0 }), {
      'active-window': '500ms',
    })
    const batch = await live.followed.until(tells('s', { state: 'stale' }))
    expect(batch.counts).toMatchObject({ active: 0, stale: 1 })
  })

  it('follows a session from temp to completed, into a directory that was made just before', async () => {
    await using live = await watched((home) => home.result({ session_id: 's' }, { name: 'a.json' }))
    mkdirSync(live.home.at('completed/s'))
    renameSync(live.home.at('temp/a.json'), live.home.at('completed/s/a.json'))
    const batch = await live.followed.until(tells('s', { state: 'completed', results: 1 }))
    expect(batch.counts).toMatchObject({ active: 0, completed: 1 })
  })

  it('tells that a session is gone, and that an integrated file came', async () => {
    await using live = await watched((home) => {
      home.result({ session_id: 'stays' }, { directory: 'completed/stays' })
      home.result({ session_id: 'goes' }, { directory: 'completed/goes' })
    })
    rmSync(live.home.at('completed/goes'), { recursive: true })
    live.home.write('integrated/stays_integrated.json', '{"session_id": "stays"}')
    await live.followed.until(({ removed }) => removed.includes('goes'))
    await live.followed.until(tells('stays', { integrated: true }))
    expect(await live.monitor.hasSession('goes')).toBe(false)
  })

  it('begins with a results directory that does not exist yet', async () => {
    await using live = await watched((home) => rmSync(home.results, { recursive: true }))
    live.home.result({ session_id: 's' }, { ageMs: 0 })
    await live.followed.until(tells('s', { state: 'active' }))
    expect((await live.monitor.snapshot()).counts.active).toBe(1)
  })

  it('finds in its sweep what no event told: a file changed in a finished directory that is not watched', async () => {
    await using live = await watched(
      (home) => {
        for (let at = 0; at < 200; at += 1)
          home.result({ session_id: `s${at}` }, { directory: `completed/s${at}`, name: 'a.json' })
      },
      { 'sweep-interval': '200ms' },
    )
    const path = live.home.at('completed/s7/a.json')
    writeFileSync(path, hookText(hookResult({ session_id: 's7', status: 'timeout' }, Date.now())))
    setAge(path, 60_000)
    const batch = await live.followed.until(tells('s7', { state: 'failed' }))
    expect(batch.counts).toMatchObject({ completed: 199, failed: 1 })
  })

  it('sees at once what comes to lie beside finished results of a session that is live', async () => {
    await using live = await watched((home) => {
      // More finished sessions than are watched, and that one is the oldest of all.
      for (let at = 0; at < 200; at += 1)
        home.result({ session_id: `s${at}` }, { directory: `completed/s${at}`, ageMs: 60_000 + at * 1000 })
      home.result({ session_id: 's199' }, { name: 'late.json' })
    })
    renameSync(live.home.at('temp/late.json'), live.home.at('completed/s199/late.json'))
    const batch = await live.followed.until(tells('s199', { state: 'completed', results: 2 }))
    expect(batch.counts).toMatchObject({ active: 0, completed: 200 })
  })

  it('goes on seeing changes in a directory that was removed and made anew', async () => {
    await using live = await watched()
    for (let round = 0; round < 5; round += 1) {
      rmSync(live.home.at('temp'), { recursive: true })
      mkdirSync(live.home.at('temp'))
      live.home.result({ session_id: `s${round}` }, { ageMs: 0 })
      await live.followed.until(tells(`s${round}`, { results: 1 }))
    }
    expect((await live.monitor.snapshot()).status.watch.mode).toBe('events')
  })

  it('sees what arrives with its area, and below it', async () => {
    await using live = await watched((home) => rmSync(home.at('completed'), { recursive: true }))
    mkdirSync(live.home.at('completed/s'), { recursive: true })
    live.home.result({ session_id: 's' }, { directory: 'completed/s', ageMs: 0 })
    await live.followed.until(tells('s', { results: 1 }))
    live.home.result({ session_id: 's' }, { directory: 'completed/s', ageMs: 0 })
    const batch = await live.followed.until(tells('s', { results: 2 }))
    expect(batch.watch.mode).toBe('events')
  })

  it('tells what vanished although a command saw it first', async () => {
    await using live = await watched(
      (home) => {
        for (const id of ['stays', 'goes'])
          home.result({ session_id: id }, { directory: `completed/${id}`, name: 'a.json' })
      },
      { 'sweep-interval': '1500ms' },
    )
    rmSync(live.home.at('completed/goes/a.json'))
    const { out } = runTrinitas(['status', '--json', '--home', live.home.path])
    expect(JSON.parse(out).counts.completed).toBe(1)
    await live.followed.until(({ removed }) => removed.includes('goes'))
  })

  it('answers while it reads, and tells how far it is', async () => {
    const home = temporaryHome()
    for (let at = 0; at < 800; at += 1)
      home.result({ session_id: `s${at}` }, { directory: `completed/s${at}` })
    const monitor = createMonitor(configOf(home.path))
    const during = await monitor.snapshot()
    expect(during.status.scan.phase).toBe('scanning')
    await monitor.ready()
    expect((await monitor.snapshot()).status.scan).toMatchObject({
      phase: 'ready',
      sessions: 800,
      files: 800,
    })
    await monitor.close()
    home.remove()
  })

  it('can be closed while it reads', async () => {
    using home = temporaryHome()
    writeManySessions(home.results, 1500)
    const monitor = createMonitor(configOf(home.path))
    const ready = expect(monitor.ready()).rejects.toThrow('shutting down')
    expect((await monitor.snapshot()).status.scan.phase).toBe('scanning')
    await monitor.close()
    await ready
    await expect(monitor.snapshot()).rejects.toThrow('shutting down')
  })

  it('hands what was missed to whoever names the last revision it saw, and else says to read anew', async () => {
    await using live = await watched()
    live.home.result({ session_id: 'a' }, { ageMs: 0 })
    const first = await live.followed.until(tells('a', { results: 1 }))
    live.home.result({ session_id: 'b' }, { ageMs: 0 })
    await live.followed.until(tells('b', { results: 1 }))
    const missed: unknown[] = []
    live.monitor.subscribe(first.revision, (batch) =>
      missed.push(batch?.changed.map(({ session }) => session.id)),
    )
    expect(missed.flat()).toContain('b')
    expect(missed.flat()).not.toContain('a')
    const foreign: unknown[] = []
    live.monitor.subscribe(first.revision + 1000, (batch) => foreign.push(batch))
    expect(foreign).toEqual([null])
  })

  it('survives the loss of its whole home, and finds it again', async () => {
    await using live = await watched((home) => home.result({ session_id: 's' }), {
      'sweep-interval': '200ms',
    })
    renameSync(live.home.results, `${live.home.results}.away`)
    await live.followed.until(({ removed }) => removed.includes('s'))
    renameSync(`${live.home.results}.away`, live.home.results)
    await live.followed.until(({ counts, revision }) => counts.active === 1 && revision > 2)
    expect(dirname(live.home.results)).toBe(live.home.path)
  })
})
