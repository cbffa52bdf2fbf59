import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Config } from '#lib/config.ts'
import { createJournal } from '#lib/journal/journal.ts'
import { DEFAULT_SCHEDULE } from '#lib/model/schedule.ts'
import { createMonitor, openRecovery, ownUser } from '#lib/monitor.ts'
import { missedSlot } from '#lib/testing/missed-slot.ts'
import { configOf } from '#lib/testing/read-home.ts'
import { root } from '#lib/testing/run-command.ts'
import { setAge, type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'
import { openSchedule } from './open-schedule.ts'

/** Programs and threads of their own, on a machine that may be busy. */
const PATIENCE_MS = 90_000
const HOUR_MS = 3_600_000

function opened(home: TemporaryHome, schedule: Partial<Config['schedule']>) {
  const config = { ...configOf(home.path), schedule: { ...DEFAULT_SCHEDULE, ...schedule } }
  const journal = createJournal(join(home.path, 'monitor'))
  const monitor = createMonitor(config, { watch: false })
  const recovery = openRecovery(config, () => monitor, journal)
  const jobs = openSchedule(config, { issues: async () => [], recovery }, journal)
  return {
    config,
    journal,
    jobs,
    async [Symbol.asyncDispose]() {
      jobs.close()
      await monitor.close()
      journal.close()
    },
  }
}

/** As cron would call it, with how it ended and what it said. */
async function callJob(home: TemporaryHome): Promise<{ code: number; out: string }> {
  const args = ['schedule', 'run', 'health_check', '--home', home.path]
  const child = spawn(`${root}bin/trinitas`, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let out = ''
  child.stdout.on('data', (chunk) => {
    out += String(chunk)
  })
  const [code] = await once(child, 'close')
  return { code, out }
}

const reportsOf = (home: TemporaryHome): string[] =>
  readdirSync(join(home.path, 'logs')).filter((name) => name.endsWith('.txt'))

describe('the jobs of a dashboard', { timeout: PATIENCE_MS }, () => {
  it.each(['first', 'second'])(
    'run once at a due time for which two commands come at the same moment (%s time)',
    async () => {
      using home = temporaryHome()
      const cron = missedSlot(home, 'health_check')
      await using place = opened(home, { health_check: { enabled: true, cron } })
      const [, ...called] = await Promise.all([place.jobs.look(), callJob(home), callJob(home)])
      expect(called.map(({ code }) => code)).toEqual([0, 0])
      const runs = place.journal.jobRuns().latest('health_check', 9)
      expect(runs).toMatchObject([{ outcome: 'done', attempts: 1 }])
      expect(reportsOf(home)).toEqual([runs[0]?.report])
      const done = called.filter(({ out }) => out.includes('Health check: done'))
      expect(done).toHaveLength(runs[0]?.caller === 'dashboard' ? 0 : 1)
      for (const { out } of called) expect(out).toMatch(/Health check: done|ran already|is running already/)
    },
  )

  it('run by commands of cron as well while they are off', async () => {
    using home = temporaryHome()
    await using place = opened(home, {})
    await place.jobs.look()
    expect(await callJob(home)).toMatchObject({ code: 0, out: expect.stringContaining('done') })
    expect(place.jobs.view().jobs[0]).toMatchObject({ enabled: false, last: { caller: 'command' } })
  })

  it('begin out of turn by a person, and nobody begins them twice', async () => {
    using home = temporaryHome()
    await using place = opened(home, {})
    const [first, second] = await Promise.allSettled([
      place.jobs.run(ownUser(), 'clean_up'),
      place.jobs.run(ownUser(), 'clean_up'),
    ])
    const fates = [first.status, second.status].sort()
    expect(fates).toContain('fulfilled')
    await expect
      .poll(() => place.jobs.view().jobs[1], { timeout: PATIENCE_MS })
      .toMatchObject({ running: null, last: { outcome: 'done', user: ownUser().name, caller: 'person' } })
    const viewer = { ...ownUser(), role: 'viewer' } as const
    await expect(place.jobs.run(viewer, 'clean_up')).rejects.toThrow(/owner/)
  })

  it('take other times without a restart', async () => {
    using home = temporaryHome()
    await using place = opened(home, {})
    expect(place.jobs.view()).toMatchObject({ firstCleanUpAtMs: null, jobs: [{}, { nextAtMs: null }, {}] })
    const schedule = { ...DEFAULT_SCHEDULE, clean_up: { enabled: true, cron: '30 5 * * *' } }
    place.jobs.reschedule({ ...place.config, schedule })
    const { jobs, firstCleanUpAtMs } = place.jobs.view()
    expect(new Date(jobs[1]?.nextAtMs ?? 0).getHours()).toBe(5)
    expect(firstCleanUpAtMs).toBe(jobs[1]?.nextAtMs)
  })

  it('show what they would do, for good only what was consented to', async () => {
    using home = temporaryHome()
    home.result({ session_id: 'quiet' }, { name: 'quiet.json', ageMs: 6 * HOUR_MS })
    home.write('.trash/op/completed/x.json', '{}')
    setAge(home.at('.trash/op'), 8 * 24 * HOUR_MS)
    await using place = opened(home, {})
    const plans = () => place.jobs.plans(ownUser(), 'clean_up')
    expect(await plans()).toMatchObject([
      { kind: 'plan', plan: { action: 'clean_up', items: 1, reversible: true } },
      { kind: 'nothing', action: 'free_space', why: expect.stringContaining('nothing is past') },
    ])
    place.journal.consents().give(ownUser())
    expect((await plans())[2]).toMatchObject({ plan: { action: 'trash_purge', reversible: false } })
    expect(await place.jobs.plans(ownUser(), 'auto_recovery')).toEqual([])
    expect(readdirSync(home.at('temp'))).toEqual(['quiet.json'])
    const viewer = { ...ownUser(), role: 'viewer' } as const
    await expect(place.jobs.plans(viewer, 'clean_up')).rejects.toThrow(/owner/)
  })
})
