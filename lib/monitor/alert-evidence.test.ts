import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DEFAULT_ALERTS } from '#lib/model/alert-settings.ts'
import type { ResourceSample } from '#lib/model/metrics-counters.ts'
import { createMonitor } from '#lib/monitor.ts'
import { configOf } from '#lib/testing/read-home.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'
import { readAlertEvidence } from './alert-evidence.ts'
import { agentsSince } from './read-alert-facts.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

async function readOnce(home: TemporaryHome) {
  const monitor = createMonitor(configOf(home.path), { watch: false })
  try {
    return await readAlertEvidence(monitor, DEFAULT_ALERTS, Date.now())
  } finally {
    await monitor.close()
  }
}

const sample = (atMs: number, agentsMemoryBytes: number | null): ResourceSample => ({
  atMs,
  resultsBytes: null,
  diskFreeBytes: null,
  inodesFree: null,
  memoryAvailableBytes: null,
  agentsMemoryBytes,
  monitorMemoryBytes: null,
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
    const { windows, ...rest } = await readOnce(home)
    expect(windows).toHaveLength(1)
    expect(windows?.[0]).toMatchObject({
      windowMs: HOUR_MS,
      overall: { results: 4, errors: 1, averageMs: 1500, timed: 3 },
    })
    expect(windows?.[0]?.agents.sort((a, b) => (a.agent < b.agent ? -1 : 1))).toEqual([
      { agent: 'one', results: 3, errors: 1, averageMs: 1500, timed: 3 },
      { agent: 'two', results: 1, errors: 0, averageMs: null, timed: 0 },
    ])
    expect(rest).toMatchObject({ staleSessions: 0, activeSessions: 1 })
    expect(rest.resultsBytes).toBeGreaterThan(1000)
    const lastAgoMs = Date.now() - Number(rest.lastResultAtMs)
    expect(lastAgoMs).toBeGreaterThanOrEqual(MINUTE_MS)
    expect(lastAgoMs).toBeLessThan(MINUTE_MS + 5000)
    expect(rest.lastCaptureAtMs).toBeGreaterThanOrEqual(Number(rest.lastResultAtMs))
  })

  it('knows that there was no result at all, and that one of the future is none yet', async () => {
    using home = temporaryHome()
    home.result(
      { session_id: 'later', timestamp: new Date(Date.now() + HOUR_MS).toISOString() },
      { directory: 'completed/later' },
    )
    expect(await readOnce(home)).toMatchObject({
      lastResultAtMs: 'never',
      lastCaptureAtMs: 'never',
      activeSessions: 0,
      sessionActiveSinceMs: null,
    })
  })

  it.runIf(process.platform === 'linux')('counts processes of agents by what they run', async () => {
    using home = temporaryHome()
    const before = (await readOnce(home)).agentProcesses ?? 0
    // A program of this name, whatever it is.
    const program = join(home.path, 'claude')
    copyFileSync('/bin/sleep', program)
    const child: ChildProcess = spawn(program, ['60'])
    await once(child, 'spawn')
    const during = await readOnce(home)
    child.kill()
    await once(child, 'exit')
    rmSync(program)
    expect(during.agentProcesses).toBe(before + 1)
    expect(during.agentsSinceMs).toBeGreaterThan(Date.now() - MINUTE_MS)
    expect((await readOnce(home)).agentProcesses).toBe(before)
  })

  it('knows since when agents have been running without a break', () => {
    const nowMs = 100 * MINUTE_MS
    const at = (minute: number, memory: number | null) => sample(minute * MINUTE_MS, memory)
    const running = [at(80, 9), at(81, 0), at(98, 9), at(99, 9)]
    expect(agentsSince(running, nowMs)).toBe(98 * MINUTE_MS)
    expect(agentsSince([at(80, 9), at(90, 9), at(97, 9)], nowMs)).toBe(97 * MINUTE_MS)
    expect(agentsSince([at(97, 9), at(99, null)], nowMs)).toBe(nowMs)
    expect(agentsSince([], nowMs)).toBe(nowMs)
  })
})
