import { describe, expect, it } from 'vitest'
import { DEFAULT_ALERTS } from '#lib/model/alert-settings.ts'
import type { ResourceSample } from '#lib/model/metrics-counters.ts'
import { createMonitor } from '#lib/monitor.ts'
import { withTerms } from '#lib/testing/make-alerts.ts'
import { configOf } from '#lib/testing/read-home.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'
import { createEvidenceReader, type EvidenceSource } from './alert-evidence.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** The monitor of a home, with samples of the machine that the test takes. */
async function reading(home: TemporaryHome, sampleOf: () => ResourceSample | null, config = DEFAULT_ALERTS) {
  const monitor = createMonitor(configOf(home.path))
  await monitor.ready()
  const source: EvidenceSource = {
    ...monitor,
    counters: async () => ({ ...(await monitor.counters()), sample: sampleOf() }),
  }
  return { read: createEvidenceReader(source, config), [Symbol.asyncDispose]: monitor.close }
}

const sample = (atMs: number, of: Partial<ResourceSample> = {}): ResourceSample => ({
  atMs,
  resultsBytes: null,
  diskFreeBytes: null,
  inodesFree: null,
  memoryAvailableBytes: null,
  agentsMemoryBytes: null,
  monitorMemoryBytes: null,
  ...of,
})

describe('the evidence for alerts', () => {
  it('counts results of the window, over all and by agent, as the files say', async () => {
    using home = temporaryHome()
    for (let count = 0; count < 3; count += 1)
      home.result(
        { session_id: 'a', subagent_type: 'one', status: count === 0 ? 'error' : 'success' },
        { ageMs: MINUTE_MS },
      )
    home.result({ session_id: 'a', subagent_type: 'two', execution_time_ms: 0 }, { ageMs: 2 * MINUTE_MS })
    home.result(
      { session_id: 'old', subagent_type: 'two' },
      { directory: 'completed/old', ageMs: 3 * HOUR_MS },
    )
    await using of = await reading(home, () => null)
    const { windows, ...rest } = await of.read(Date.now())
    expect(windows).toEqual([
      {
        windowMs: HOUR_MS,
        overall: { results: 4, errors: 1, averageMs: 1500, timed: 3 },
        agents: [
          { agent: 'one', results: 3, errors: 1, averageMs: 1500, timed: 3 },
          { agent: 'two', results: 1, errors: 0, averageMs: null, timed: 0 },
        ],
      },
    ])
    expect(rest).toMatchObject({ staleSessions: 0, activeSessions: 1, disk: null, agentProcesses: null })
    expect(rest.resultsBytes).toBeGreaterThan(1000)
    const lastAgoMs = Date.now() - Number(rest.lastResultAtMs)
    expect(lastAgoMs).toBeLessThanOrEqual(MINUTE_MS + 5000)
    expect(lastAgoMs).toBeGreaterThan(MINUTE_MS - 15_000)
  })

  it('does not make a silence longer than it may be, where there is no result at all', async () => {
    using home = temporaryHome()
    await using of = await reading(home, () => null)
    const nowMs = Date.now()
    expect(await of.read(nowMs)).toMatchObject({
      lastResultAtMs: nowMs - HOUR_MS,
      activeSessions: 0,
      sessionActiveSinceMs: null,
    })
  })

  it('keeps each sample of the disk once, for as long as the forecast looks back', async () => {
    using home = temporaryHome()
    let now: ResourceSample | null = null
    const config = withTerms('disk_forecast', { windowMs: 10 * MINUTE_MS })
    await using of = await reading(home, () => now, config)
    const nowMs = Date.now()
    for (let minute = 0; minute < 20; minute += 1) {
      now = sample(nowMs + minute * MINUTE_MS, { diskFreeBytes: minute })
      await of.read(nowMs)
      await of.read(nowMs)
    }
    const { disk } = await of.read(nowMs)
    expect(disk?.map(({ freeBytes }) => freeBytes)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19])
    now = sample(nowMs - HOUR_MS, { diskFreeBytes: 99 })
    expect((await of.read(nowMs)).disk).toEqual([{ atMs: nowMs - HOUR_MS, freeBytes: 99 }])
  })

  it('knows since when agents run, and forgets it when none does', async () => {
    using home = temporaryHome()
    let memory = 0
    await using of = await reading(home, () => sample(1, { agentsMemoryBytes: memory }))
    const nowMs = Date.now()
    expect(await of.read(nowMs)).toMatchObject({ agentProcesses: 0, agentsSinceMs: null })
    memory = 100
    await of.read(nowMs + 1)
    expect(await of.read(nowMs + 9)).toMatchObject({ agentProcesses: 1, agentsSinceMs: nowMs + 1 })
    memory = 0
    await of.read(nowMs + 10)
    memory = 100
    expect(await of.read(nowMs + 11)).toMatchObject({ agentsSinceMs: nowMs + 11 })
  })
})
