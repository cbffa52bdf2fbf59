import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createJournal, type Journal } from '#lib/journal/journal.ts'
import type { JobCaller } from '#lib/model/job-run.ts'
import type { Job } from '#lib/model/schedule.ts'
import { createMonitor, openAlerts, ownUser } from '#lib/monitor.ts'
import { withTerms } from '#lib/testing/make-alerts.ts'
import { configOf } from '#lib/testing/read-home.ts'
import { EVERY_ROW } from '#lib/testing/recovery-home.ts'
import { setAge, type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'
import { type JobAsk, runJob, SCHEDULE } from './run-job.ts'
import { viewSchedule } from './view-schedule.ts'

const DAY_MS = 86_400_000
/** Each run reads a whole home and starts threads of its own, on a machine that may be busy. */
const PATIENCE_MS = 90_000

let slotAtMs = 0

/** For another due time each, or out of turn. */
const ask = (job: Job, caller: JobCaller = 'dashboard'): JobAsk => {
  slotAtMs += 1
  return caller === 'person'
    ? { job, caller, by: ownUser(), slotAtMs: null }
    : { job, caller, by: SCHEDULE, slotAtMs }
}

async function run(home: TemporaryHome, asked: JobAsk, now: () => number = Date.now) {
  const ran = await runJob(configOf(home.path), asked, { now })
  if (ran.kind !== 'ran') throw new Error(`It was not run: ${ran.kind}.`)
  return ran.run
}

function withJournal<T>(home: TemporaryHome, read: (journal: Journal) => T): T {
  const journal = createJournal(join(home.path, 'monitor'))
  try {
    return read(journal)
  } finally {
    journal.close()
  }
}

/** A session that ended and was integrated so many days ago. */
function fillEnded(home: TemporaryHome, id: string, days: number): void {
  const ageMs = days * DAY_MS
  home.result({ session_id: id }, { directory: `completed/${id}`, name: `${id}.json`, ageMs })
  home.write(`integrated/${id}_integrated.json`, `{"session_id": "${id}"}`, { ageMs })
}

describe('the clean-up', { timeout: PATIENCE_MS }, () => {
  it('moves stale sessions and what is past its retention, as user schedule, and can be taken back', async () => {
    using home = temporaryHome()
    fillEnded(home, 'past', 8)
    home.result({ session_id: 'quiet' }, { name: 'quiet.json', ageMs: DAY_MS / 4 })
    home.result({ session_id: 'at_work' }, { name: 'at_work.json' })
    const done = await run(home, ask('clean_up'))
    expect(done).toMatchObject({ outcome: 'done', user: 'schedule', retention: 'ran' })
    expect(done.operations).toHaveLength(2)
    expect(readdirSync(home.at('completed'))).toEqual([])
    expect(readdirSync(home.at('failed'))).toEqual(['quiet'])
    expect(readdirSync(home.at('temp'))).toEqual(['at_work.json'])
    withJournal(home, (journal) => {
      expect(
        journal
          .operations()
          .latest(9)
          .map(({ user, undoable }) => [user, undoable]),
      ).toEqual([
        ['schedule', true],
        ['schedule', true],
      ])
      expect(
        new Set(
          journal
            .audit()
            .page(EVERY_ROW)
            .rows.map(({ user }) => user),
        ),
      ).toEqual(new Set(['schedule']))
    })
  })

  it('purges expired trash where somebody consented to it, and nowhere else', async () => {
    using home = temporaryHome()
    const lay = (): void => {
      home.write('.trash/op/completed/x.json', '{}')
      setAge(home.at('.trash/op'), 8 * DAY_MS)
    }
    lay()
    await run(home, ask('clean_up'))
    expect(readdirSync(home.at('.trash/op/completed'))).toEqual(['x.json'])
    withJournal(home, (journal) => journal.consents().give(ownUser()))
    expect(await run(home, ask('clean_up'))).toMatchObject({ outcome: 'done' })
    expect(readdirSync(home.at('.trash'))).not.toContain('op')
  })

  it('leaves retention to a person after a gap of over seven days, and goes on once one ran it', async () => {
    using home = temporaryHome()
    const longAgo = Date.now() - 8 * DAY_MS
    await run(home, ask('clean_up'), () => longAgo)
    fillEnded(home, 'past', 8)
    home.result({ session_id: 'quiet' }, { name: 'quiet.json', ageMs: DAY_MS / 4 })
    for (const _ of ['once', 'and again']) {
      const waited = await run(home, ask('clean_up'))
      expect(waited).toMatchObject({ outcome: 'done', retention: 'waited' })
      expect(waited.summary).toContain('Retention waits for a person: nothing ran for 8 d')
    }
    expect(readdirSync(home.at('completed'))).toEqual(['past'])
    expect(readdirSync(home.at('failed'))).toEqual(['quiet'])
    const waits = () =>
      withJournal(home, (journal) => viewSchedule(configOf(home.path), journal, Date.now()).jobs[1]?.waits)
    expect(waits()).toContain('nothing ran for 8 d')
    expect(await run(home, ask('clean_up', 'person'))).toMatchObject({
      user: ownUser().name,
      retention: 'ran',
    })
    expect(readdirSync(home.at('completed'))).toEqual([])
    expect(waits()).toBeNull()
    expect(await run(home, ask('clean_up'))).toMatchObject({ retention: 'ran' })
  })

  it('that is off, and was run by hand once, waits for nobody', async () => {
    using home = temporaryHome()
    const longAgo = Date.now() - 30 * DAY_MS
    await run(home, ask('clean_up', 'person'), () => longAgo)
    const config = configOf(home.path)
    const on = { ...config, schedule: { ...config.schedule, clean_up: { enabled: true, cron: '0 2 * * *' } } }
    withJournal(home, (journal) => {
      const waits = [config, on].map((one) => viewSchedule(one, journal, Date.now()).jobs[1]?.waits)
      expect(waits).toEqual([null, expect.stringContaining('nothing ran for 30 d')])
    })
  })

  it('leaves it to a person where the clock went back', async () => {
    using home = temporaryHome()
    const ahead = Date.now() + 3_600_000
    await run(home, ask('clean_up'), () => ahead)
    fillEnded(home, 'past', 8)
    const waited = await run(home, ask('clean_up'))
    expect(waited.summary).toContain('the clock is behind')
    expect(readdirSync(home.at('completed'))).toEqual(['past'])
  })
})

describe('a job that fails', { timeout: PATIENCE_MS }, () => {
  it('says why in errors.log', async () => {
    using home = temporaryHome()
    home.result({ session_id: 'quiet' }, { name: 'quiet.json', ageMs: DAY_MS })
    // Where the lock should be, nothing can be changed.
    mkdirSync(join(home.path, 'monitor/lock.db'), { recursive: true, mode: 0o700 })
    const failed = await run(home, ask('clean_up'))
    // So the next one still is the first that looks after retention.
    expect(failed).toMatchObject({ outcome: 'failed', operations: [], retention: null })
    const log = readFileSync(join(home.path, 'logs/errors.log'), 'utf8')
    expect(log).toMatch(/^\[.*\] \[ERROR\] Clean-up, run by schedule, failed: Nothing was changed: /m)
    expect(readdirSync(home.at('temp'))).toEqual(['quiet.json'])
  })
})

describe('the automatic recovery', { timeout: PATIENCE_MS }, () => {
  it('mends what is wrong, one operation a thing', async () => {
    using home = temporaryHome()
    home.result({ session_id: 'done' }, { directory: 'completed/done', ageMs: DAY_MS })
    home.result({ session_id: 'quiet' }, { name: 'quiet.json', ageMs: DAY_MS })
    const done = await run(home, ask('auto_recovery'))
    expect(done).toMatchObject({ outcome: 'done', user: 'schedule', retention: 'ran' })
    expect(readdirSync(home.at('integrated'))).toContain('done_integrated.json')
    expect(readdirSync(home.at('failed'))).toContain('quiet')
    const actions = withJournal(home, (journal) =>
      journal
        .operations()
        .latest(9)
        .map(({ action }) => action),
    )
    expect(actions.toReversed().slice(0, 2)).toEqual(['recover', 'integrate'])
  })
})

const isRoot = process.platform === 'linux' && process.getuid?.() === 0

describe.runIf(isRoot)('an automatic recovery where the disk is low', { timeout: PATIENCE_MS }, () => {
  it('removes nothing by age after such a gap, though the disk is low, and mends the rest', async () => {
    using home = temporaryHome()
    expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=60m,mode=700', 'tmpfs', home.path]).status).toBe(0)
    try {
      for (const directory of ['completed', 'integrated', 'failed', 'temp'])
        mkdirSync(home.at(directory), { recursive: true, mode: 0o700 })
      const longAgo = Date.now() - 15 * DAY_MS
      await run(home, ask('auto_recovery'), () => longAgo)
      fillEnded(home, 'past', 8)
      home.result({ session_id: 'quiet' }, { name: 'quiet.json', ageMs: DAY_MS })
      home.write('.trash/op/completed/x.json', '{}')
      setAge(home.at('.trash/op'), 8 * DAY_MS)
      withJournal(home, (journal) => journal.consents().give(ownUser()))
      const waited = await run(home, ask('auto_recovery'))
      expect(waited).toMatchObject({ outcome: 'done', retention: 'waited' })
      expect(waited.summary).toContain('run the automatic recovery by hand')
      expect(readdirSync(home.at('completed'))).toEqual(['past'])
      expect(readdirSync(home.at('failed'))).toEqual(['quiet'])
      expect(readdirSync(home.at('.trash/op/completed'))).toEqual(['x.json'])
      expect(await run(home, ask('auto_recovery', 'person'))).toMatchObject({ retention: 'ran' })
      expect(readdirSync(home.at('completed'))).toEqual([])
      expect(readdirSync(home.at('.trash'))).not.toContain('op')
    } finally {
      spawnSync('umount', ['-l', home.path])
    }
  })
})

describe('the health check', { timeout: PATIENCE_MS }, () => {
  it('writes its report, whatever it finds, and names it', async () => {
    using home = temporaryHome()
    const done = await run(home, ask('health_check'))
    expect(done).toMatchObject({ outcome: 'done', report: expect.stringMatching(/^health_report_.*\.txt$/) })
    expect(readdirSync(join(home.path, 'logs'))).toContain(done.report)
  })

  it('that fails twice in a row raises an alert, and one that does not clears it', async () => {
    using home = temporaryHome()
    writeFileSync(join(home.path, 'logs'), 'no directory')
    const config = {
      ...configOf(home.path),
      alerts: withTerms('job_failed', { clearForMs: 0 }),
    }
    const journal = createJournal(join(home.path, 'monitor'))
    const monitor = createMonitor(config, { watch: false })
    const alerts = openAlerts(config, monitor, journal)
    const raised = async (): Promise<string[]> => {
      await alerts.look()
      return alerts.now().raised.map(({ rule }) => rule)
    }
    expect(await run(home, ask('health_check'))).toMatchObject({ outcome: 'failed' })
    expect(await raised()).not.toContain('job_failed')
    const { summary } = await run(home, ask('health_check'))
    expect(summary).toContain('No report can be written')
    expect(await raised()).toContain('job_failed')
    expect(alerts.now().raised).toContainEqual(expect.objectContaining({ job: 'health_check' }))
    rmSync(join(home.path, 'logs'))
    mkdirSync(join(home.path, 'logs'))
    await run(home, ask('health_check', 'person'))
    expect(await raised()).not.toContain('job_failed')
    await alerts.close()
    await monitor.close()
    journal.close()
  })
})

describe('what is done', () => {
  it('is an owner’s to ask for', async () => {
    using home = temporaryHome()
    const viewer = { ...ownUser(), role: 'viewer' } as const
    await expect(run(home, { ...ask('clean_up'), by: viewer })).rejects.toThrow(/owner/)
  })
})
