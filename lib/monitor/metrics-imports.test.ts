import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { MetricsTotals } from '#lib/model/metrics-view.ts'
import { createMonitor, importRuns, type Monitor } from '#lib/monitor.ts'
import { type AgentWork, makeTranscripts, type Transcripts } from '#lib/testing/make-transcripts.ts'
import { configOf } from '#lib/testing/read-home.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'

const DAY_MS = 86_400_000
const SESSION = '7c1e0f5a-0b57-4d0e-9a67-3c1c1a6a2f10'
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

const work = (id: string, rest: Partial<AgentWork> = {}): AgentWork => ({ session: SESSION, id, ...rest })

const importFrom = (home: TemporaryHome, { projects }: Transcripts) =>
  importRuns(configOf(home.path), {
    from: projects,
    sinceMs: null,
    dryRun: false,
    onProgress: () => undefined,
  })

async function totals(monitor: Monitor): Promise<MetricsTotals> {
  const query = { agents: [], projects: [], outcomes: [], live: false, compare: false }
  const now = Date.now()
  return (await monitor.metrics({ ...query, fromMs: now - 30 * DAY_MS, untilMs: now + DAY_MS })).totals
}

const becomes = (monitor: Monitor, expected: Partial<MetricsTotals>): Promise<void> =>
  expect.poll(() => totals(monitor), { timeout: 20_000, interval: 50 }).toMatchObject(expected)

/** What a command sees, which keeps nothing. */
async function seenByCommand(home: TemporaryHome): Promise<MetricsTotals> {
  const monitor = createMonitor(configOf(home.path), { watch: false })
  try {
    return await totals(monitor)
  } finally {
    await monitor.close()
  }
}

/** A result of that agent as the hook writes it. */
const captured = (home: TemporaryHome, id: string, session = SESSION): string =>
  home.result(
    { session_id: session, task_id: `krukai-optimizer_${id}`, execution_time_ms: 1000 },
    {
      directory: `completed/${session}`,
      name: `${session}_krukai-optimizer_${id}_20261130_101010_000000001.json`,
    },
  )

describe('imported runs in the history', () => {
  it('come into a dashboard that runs, stay over a restart, and are known to commands', async () => {
    using home = temporaryHome()
    using transcripts = makeTranscripts()
    const monitor = await watch(home)
    await becomes(monitor, { results: 0 })
    transcripts.agent(work('a1', { tookMs: 60_000 }))
    transcripts.agent(work('a2', { session: 'another', tookMs: 120_000, type: 'Explore' }))
    importFrom(home, transcripts)
    await becomes(monitor, { results: 2, averageMs: 90_000, sessions: 2 })
    expect((await monitor.metricsFacets()).agents).toEqual(['Explore', 'krukai-optimizer'])
    expect((await monitor.counters()).executions.map(({ results }) => results)).toEqual([1, 1])
    expect(await seenByCommand(home)).toMatchObject({ results: 2 })
    await stop(monitor)
    const again = await watch(home)
    await becomes(again, { results: 2 })
    expect((await again.counters()).executions.map(({ results }) => results)).toEqual([1, 1])
    rmSync(join(home.path, 'monitor', 'imports.db'))
    expect(await totals(again)).toMatchObject({ results: 2 })
  })

  it('are seen by a command where no dashboard ever ran', async () => {
    using home = temporaryHome()
    using transcripts = makeTranscripts()
    transcripts.agent(work('a1'))
    importFrom(home, transcripts)
    expect(await seenByCommand(home)).toMatchObject({ results: 1, averageMs: 90_000 })
  })

  it('are brought up to date when their transcript went on', async () => {
    using home = temporaryHome()
    using transcripts = makeTranscripts()
    transcripts.agent(work('a1', { answer: null }))
    importFrom(home, transcripts)
    const monitor = await watch(home)
    await becomes(monitor, { results: 1, averageMs: 36_000 })
    transcripts.agent(work('a1'), 1_800_000)
    importFrom(home, transcripts)
    await becomes(monitor, { results: 1, averageMs: 90_000 })
  })

  it('do not count where a result was captured before', async () => {
    using home = temporaryHome()
    using transcripts = makeTranscripts()
    captured(home, 'a1')
    transcripts.agent(work('a1'))
    transcripts.agent(work('a2'))
    expect(importFrom(home, transcripts).runs).toMatchObject({ found: 2, imported: 1, alreadyThere: 1 })
    const monitor = await watch(home)
    await becomes(monitor, { results: 2, averageMs: (1000 + 90_000) / 2 })
    expect(await seenByCommand(home)).toMatchObject({ results: 2 })
  })

  it('become the captured result that comes later, and a further run of the agent is one more', async () => {
    using home = temporaryHome()
    using transcripts = makeTranscripts()
    transcripts.agent(work('a1'))
    importFrom(home, transcripts)
    const monitor = await watch(home)
    await becomes(monitor, { results: 1, averageMs: 90_000 })
    captured(home, 'a1')
    await becomes(monitor, { results: 1, averageMs: 1000 })
    captured(home, 'a1_2')
    await becomes(monitor, { results: 2 })
    await stop(monitor)
    const again = await watch(home)
    await becomes(again, { results: 2, averageMs: 1000 })
    expect(await seenByCommand(home)).toMatchObject({ results: 2, averageMs: 1000 })
  })

  it('of a session whose id begins another’s are its own', async () => {
    using home = temporaryHome()
    using transcripts = makeTranscripts()
    transcripts.agent(work('a1', { session: 'run' }))
    captured(home, 'a1', 'run_1')
    importFrom(home, transcripts)
    const monitor = await watch(home)
    await becomes(monitor, { results: 2, sessions: 2 })
  })
})
