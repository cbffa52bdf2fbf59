import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createJournal } from '#lib/journal/journal.ts'
import { DEFAULT_SCHEDULE, type ScheduleConfig } from '#lib/model/schedule.ts'
import { temporaryHome } from '#lib/testing/temporary-home.ts'
import { runOnce } from './run-once.ts'
import { createScheduler } from './scheduler.ts'

const HOUR_MS = 3_600_000
const hourly = (enabled: boolean, cron = '0 * * * *'): ScheduleConfig => ({
  ...DEFAULT_SCHEDULE,
  health_check: { enabled, cron },
})

/** A scheduler whose clock is set by hand, and when which due times ran, in hours from its beginning. */
function clocked(schedule: ScheduleConfig) {
  const home = temporaryHome()
  const directory = join(home.path, 'monitor')
  const startMs = Date.parse('2026-11-24T10:00:00Z')
  const clock = { nowMs: startMs }
  const now = (): number => clock.nowMs
  const journal = createJournal(directory, now)
  const ran: number[] = []
  const scheduler = createScheduler({
    schedule,
    runs: journal.jobRuns,
    async run(job, slotAtMs) {
      const claim = { job, slotAtMs, caller: 'dashboard', user: 'schedule' } as const
      await runOnce({ journal, directory }, claim, async () => {
        ran.push((slotAtMs - startMs) / HOUR_MS)
        return { outcome: 'done', summary: '', operations: [], report: null, retention: null }
      })
    },
    onFault: (error) => {
      throw error
    },
    now,
  })
  return {
    journal,
    scheduler,
    ran,
    async lookAt(hours: number) {
      clock.nowMs = startMs + hours * HOUR_MS
      await scheduler.look()
    },
    [Symbol.dispose]() {
      scheduler.close()
      journal.close()
      home.remove()
    },
  }
}

describe('jobs by the clock of the dashboard', () => {
  it('run at each due time once, however often it looks', async () => {
    using place = clocked(hourly(true))
    for (const hours of [0.5, 0.99, 1, 1.01, 1.5, 2, 2, 2.2]) await place.lookAt(hours)
    expect(place.ran).toEqual([1, 2])
  })

  it('that were missed run once, for the last of their times', async () => {
    using place = clocked(hourly(true))
    for (const hours of [0.5, 1, 50.2, 50.3, 51]) await place.lookAt(hours)
    expect(place.ran).toEqual([1, 50, 51])
  })

  it('that are switched on run for no time before that, nor do those that are set to other times', async () => {
    using place = clocked(hourly(false))
    await place.lookAt(5.5)
    place.scheduler.reschedule(hourly(true))
    await place.lookAt(5.6)
    expect(place.ran).toEqual([])
    place.scheduler.reschedule(hourly(true, '15 * * * *'))
    await place.lookAt(5.7)
    await place.lookAt(6.1)
    expect(place.ran).toEqual([])
    await place.lookAt(6.25)
    expect(place.ran).toEqual([6.25])
    place.scheduler.reschedule(hourly(false))
    await place.lookAt(8)
    place.scheduler.reschedule(hourly(true, '15 * * * *'))
    await place.lookAt(8.5)
    expect(place.ran).toEqual([6.25])
  })

  it('run on where the clock went back, and run nothing twice', async () => {
    using place = clocked(hourly(true))
    for (const hours of [0.5, 1, 1000, -30, -29, 1.5, 2]) await place.lookAt(hours)
    expect(place.ran).toEqual([1, 1000, -29, 2])
  })
})
