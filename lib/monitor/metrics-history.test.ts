import { chmodSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, describe, expect, it } from 'vitest'
import { METRICS_STEPS } from '#lib/history/metrics-schema.ts'
import { EXECUTION_BOUNDS_MS } from '#lib/model/metrics-counters.ts'
import type { MetricsQuery } from '#lib/model/metrics-query.ts'
import type { MetricsTotals } from '#lib/model/metrics-view.ts'
import { createMonitor, type Monitor } from '#lib/monitor.ts'
import { withUsage } from '#lib/testing/hook-files.ts'
import { configOf } from '#lib/testing/read-home.ts'
import { setAge, type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'

const DAY_MS = 86_400_000
const running: Monitor[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((monitor) => monitor.close()))
})

async function watch(home: TemporaryHome): Promise<Monitor> {
  const monitor = createMonitor({ ...configOf(home.path), sweepIntervalMs: 300 })
  running.push(monitor)
  await monitor.ready()
  return monitor
}

async function stop(monitor: Monitor): Promise<void> {
  running.splice(running.indexOf(monitor), 1)
  await monitor.close()
}

const lastDays = (days: number): MetricsQuery => ({
  fromMs: Date.now() - days * DAY_MS,
  untilMs: Date.now() + DAY_MS,
  live: false,
  agents: [],
  projects: [],
  outcomes: [],
  compare: false,
})

const totals = async (monitor: Monitor): Promise<MetricsTotals> =>
  (await monitor.metrics(lastDays(30))).totals

/** What is told crosses threads: it is there soon, and asking again is how anybody would find out. */
const becomes = (monitor: Monitor, expected: Partial<MetricsTotals>): Promise<void> =>
  expect.poll(() => totals(monitor), { timeout: 10_000, interval: 20 }).toMatchObject(expected)

/** The watch says that a change has arrived by the state of the session. */
const sessionsBecome = (monitor: Monitor, count: number): Promise<void> =>
  expect
    .poll(async () => (await monitor.everySession({ finished: true })).length, {
      timeout: 10_000,
      interval: 20,
    })
    .toBe(count)

function prepared(): TemporaryHome {
  const home = temporaryHome()
  for (const task of ['a', 'b', 'c'])
    home.result(
      { session_id: 'one', task_id: task, execution_time_ms: 2000 },
      { directory: 'completed/one', name: `one_${task}.json` },
    )
  return home
}

describe('the history of results', () => {
  it('keeps what was measured when files go, over a restart too', async () => {
    using home = prepared()
    const monitor = await watch(home)
    await becomes(monitor, { results: 3, averageMs: 2000 })
    rmSync(home.at('completed/one'), { recursive: true })
    await sessionsBecome(monitor, 0)
    expect(await totals(monitor)).toMatchObject({ results: 3, averageMs: 2000 })
    expect(await monitor.metricsFacets()).toEqual({
      agents: ['krukai-optimizer'],
      projects: ['/home/dev/checkout-service'],
    })
    await stop(monitor)
    const again = await watch(home)
    await becomes(again, { results: 3, sessions: 1 })
  })

  it('counts a result once though its file is moved while somebody watches', async () => {
    using home = prepared()
    const monitor = await watch(home)
    await becomes(monitor, { results: 3 })
    home.write('failed/one/.keep', '')
    for (const task of ['a', 'b'])
      renameSync(home.at(`completed/one/one_${task}.json`), home.at(`failed/one/renamed_${task}.json`))
    await expect
      .poll(async () => (await monitor.session('one'))?.runs.map(({ area }) => area).sort(), {
        timeout: 10_000,
      })
      .toEqual(['completed', 'failed', 'failed'])
    expect(await totals(monitor)).toMatchObject({ results: 3, sessions: 1 })
  })

  it('counts a result once though its file is moved while nobody watches', async () => {
    using home = prepared()
    const monitor = await watch(home)
    await becomes(monitor, { results: 3 })
    await stop(monitor)
    home.write('failed/one/.keep', '')
    renameSync(home.at('completed/one/one_a.json'), home.at('failed/one/one_a.json'))
    rmSync(home.at('completed/one/one_b.json'))
    const again = await watch(home)
    await becomes(again, { results: 3, sessions: 1 })
  })

  it('counts a result once though it is copied to another file system and removed here', async () => {
    using home = prepared()
    const monitor = await watch(home)
    await becomes(monitor, { results: 3 })
    // A copy has a number of its own.
    home.result(
      { session_id: 'one', task_id: 'a', execution_time_ms: 2000 },
      { directory: 'failed/one', name: 'one_a.json' },
    )
    await becomes(monitor, { results: 4 })
    rmSync(home.at('completed/one/one_a.json'))
    await becomes(monitor, { results: 3 })
  })

  it('takes the new reading of a result that was repaired or written again', async () => {
    using home = prepared()
    const file = home.write('completed/one/one_a.json', '{"session_id": "one", "task')
    const monitor = await watch(home)
    await becomes(monitor, { results: 2, unreadable: 1 })
    home.result(
      { session_id: 'one', task_id: 'a', execution_time_ms: 8000 },
      { directory: 'completed/one', name: 'one_a.json' },
    )
    expect(statSync(file).size).toBeGreaterThan(100)
    await becomes(monitor, { results: 3, unreadable: 0, averageMs: 4000 })
  })

  it('does not count twice what was removed and restored', async () => {
    using home = prepared()
    const monitor = await watch(home)
    await becomes(monitor, { results: 3 })
    renameSync(home.at('completed/one'), join(home.path, 'elsewhere'))
    await sessionsBecome(monitor, 0)
    renameSync(join(home.path, 'elsewhere'), home.at('completed/one'))
    await sessionsBecome(monitor, 1)
    expect(await totals(monitor)).toMatchObject({ results: 3, sessions: 1 })
    rmSync(home.at('completed/one'), { recursive: true })
    await sessionsBecome(monitor, 0)
    home.result(
      { session_id: 'one', task_id: 'a', execution_time_ms: 2000 },
      { directory: 'completed/one', name: 'one_a.json' },
    )
    await sessionsBecome(monitor, 1)
    expect(await totals(monitor)).toMatchObject({ results: 3, sessions: 1 })
  })

  it('knows two results that had the same name one after the other', async () => {
    using home = prepared()
    const monitor = await watch(home)
    await becomes(monitor, { results: 3 })
    home.result({ session_id: 'two' }, { directory: 'completed/one', name: 'one_a.json' })
    await becomes(monitor, { results: 4, sessions: 2 })
  })

  it('takes over what went before anybody kept results', async () => {
    using home = prepared()
    const first = await watch(home)
    await stop(first)
    rmSync(join(home.path, 'monitor', 'metrics.db'))
    rmSync(home.at('completed/one/one_a.json'))
    // A command keeps the history of files while no dashboard runs.
    const command = createMonitor(configOf(home.path), { watch: false })
    expect(await totals(command)).toMatchObject({ results: 3 })
    await command.close()
    const monitor = await watch(home)
    await becomes(monitor, { results: 3 })
  })

  it('is broken: it is set aside, and a new one begins with what is there', async () => {
    using home = prepared()
    await stop(await watch(home))
    const path = join(home.path, 'monitor', 'metrics.db')
    writeFileSync(path, 'this is no database')
    const monitor = await watch(home)
    await becomes(monitor, { results: 3 })
    expect((await monitor.status()).historyNotice).toMatch(
      /history of results was broken\. It was set aside as/,
    )
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('is of the version before: what it kept stays, counters go on, and costs are known from now on', async () => {
    using home = temporaryHome()
    const directory = join(home.path, 'monitor')
    mkdirSync(directory, { mode: 0o700 })
    const path = join(directory, 'metrics.db')
    using before = new DatabaseSync(path)
    chmodSync(path, 0o600)
    const bins = JSON.stringify([...EXECUTION_BOUNDS_MS, 0].map(() => 0))
    before.exec(`${METRICS_STEPS[0]} PRAGMA user_version = 1;
      INSERT INTO results VALUES (1, 'gone', 'g.json', NULL, 7, ${Date.now()}, 100, 'old-agent', NULL, 'success',
        ${Date.now() - 60_000}, 2000, NULL, 1);
      INSERT INTO hourly VALUES (0, 'krukai-optimizer', 'success', 5, 5, 10000, '${bins}')`)
    before.close()
    const monitor = await watch(home)
    await becomes(monitor, { results: 1, averageMs: 2000 })
    const counted = async () => {
      const { executions } = await monitor.counters()
      return executions.map(({ agent, results, tokens }) => [agent, results, tokens.inputTokens])
    }
    expect(await counted()).toEqual([['krukai-optimizer', 5, null]])
    expect((await totals(monitor)).tokens).toMatchObject({ inputTokens: null, results: 0 })
    for (const name of ['a', 'b'])
      home.result(
        { session_id: 'new', metadata: withUsage({ input_tokens: 1200, model: 'm', tool_calls: 2 }) },
        { directory: 'completed/new', name: `new_${name}.json` },
      )
    home.result({ session_id: 'new' }, { directory: 'completed/new', name: 'new_silent.json' })
    await becomes(monitor, { results: 4 })
    expect((await totals(monitor)).tokens).toMatchObject({
      inputTokens: 2400,
      outputTokens: null,
      results: 2,
    })
    // All of them in one hour, or in two where the hour has just turned: what counts is the sum.
    expect(await counted()).toEqual([['krukai-optimizer', 8, 2400]])
    rmSync(home.at('completed/new'), { recursive: true })
    await sessionsBecome(monitor, 0)
    await stop(monitor)
    const again = await watch(home)
    await becomes(again, { results: 4 })
    expect((await totals(again)).tokens).toMatchObject({ inputTokens: 2400, results: 2 })
    expect((await again.counters()).executions[0]?.tokens.inputTokens).toBe(2400)
  })

  it('is of a newer version: it is left as it is', async () => {
    using home = prepared()
    await stop(await watch(home))
    const path = join(home.path, 'monitor', 'metrics.db')
    using db = new DatabaseSync(path)
    db.exec('PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)')
    const monitor = await watch(home)
    await becomes(monitor, { results: 3 })
    expect((await monitor.status()).historyNotice).toMatch(/written by a newer version/)
    expect(db.prepare('PRAGMA user_version').get()?.user_version).toBe(99)
  })

  it('forgets what is older than it shall be kept, once its file is gone', async () => {
    using home = prepared()
    const old = { timestamp: new Date(Date.now() - 10 * DAY_MS).toISOString() }
    const path = home.result(
      { session_id: 'old', ...old },
      { directory: 'completed/old', ageMs: 10 * DAY_MS },
    )
    const keepMetricsMs = 5 * DAY_MS
    const start = async (): Promise<Monitor> => {
      const monitor = createMonitor({ ...configOf(home.path), keepMetricsMs })
      running.push(monitor)
      await monitor.ready()
      return monitor
    }
    const monitor = await start()
    await becomes(monitor, { results: 4 })
    await stop(monitor)
    rmSync(dirname(home.at(path)), { recursive: true })
    await becomes(await start(), { results: 3 })
  })

  it('counts for Prometheus what was first read, and never takes it back', async () => {
    using home = prepared()
    const monitor = await watch(home)
    await becomes(monitor, { results: 3 })
    const counted = async (): Promise<number> =>
      (await monitor.counters()).executions.reduce((sum, { results }) => sum + results, 0)
    expect(await counted()).toBe(3)
    setAge(home.write('completed/one/one_a.json', '{"cut'), 60_000)
    await becomes(monitor, { results: 2, unreadable: 1 })
    expect(await counted()).toBe(3)
    home.result({ session_id: 'one', task_id: 'a' }, { directory: 'completed/one', name: 'one_a.json' })
    await becomes(monitor, { results: 3, unreadable: 0 })
    expect(await counted()).toBe(3)
  })

  it('looks at the machine once everything is read', async () => {
    using home = prepared()
    const monitor = await watch(home)
    await expect.poll(async () => (await monitor.counters()).sample, { timeout: 10_000 }).not.toBeNull()
    const { sample, sessions } = await monitor.counters()
    expect(sample?.resultsBytes).toBe(
      ['a', 'b', 'c'].reduce(
        (sum, task) => sum + statSync(home.at(`completed/one/one_${task}.json`)).size,
        0,
      ),
    )
    expect(sample?.diskFreeBytes).toBeGreaterThan(0)
    expect(sample?.monitorMemoryBytes).toBeGreaterThan(10_000_000)
    expect(sessions.completed).toBe(1)
    const { resources } = await monitor.metrics({ ...lastDays(1), live: true, untilMs: Date.now() })
    expect(resources.diskFreeBytes.some((bytes) => bytes !== null)).toBe(true)
  })
})
