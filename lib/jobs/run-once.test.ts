import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { JobClaim } from '#lib/journal/job-runs.ts'
import { createJournal } from '#lib/journal/journal.ts'
import type { JobResult } from '#lib/model/job-run.ts'
import { EVERY_ROW } from '#lib/testing/recovery-home.ts'
import { temporaryHome } from '#lib/testing/temporary-home.ts'
import { isUnderWay, runOnce } from './run-once.ts'

const DONE: JobResult = {
  outcome: 'done',
  summary: 'All of it.',
  operations: ['op'],
  report: null,
  retention: 'ran',
}
const FAILED: JobResult = { ...DONE, outcome: 'failed', summary: 'None of it.', operations: [] }
const SLOT: JobClaim = { job: 'clean_up', slotAtMs: 1000, caller: 'dashboard', user: 'schedule' }
const BY_HAND: JobClaim = { ...SLOT, slotAtMs: null, caller: 'person', user: 'ada' }

function opened() {
  const home = temporaryHome()
  const directory = join(home.path, 'monitor')
  const journal = createJournal(directory)
  return {
    directory,
    journal,
    run: (claim: JobClaim, result: JobResult = DONE) =>
      runOnce({ journal, directory }, claim, async () => result),
    [Symbol.dispose]() {
      journal.close()
      home.remove()
    },
  }
}

describe('a due time', () => {
  it('is run once, whoever comes, and the next one again', async () => {
    using place = opened()
    expect(await place.run(SLOT)).toMatchObject({ kind: 'ran', run: { outcome: 'done', operations: ['op'] } })
    const second = await place.run({ ...SLOT, caller: 'command' })
    expect(second).toMatchObject({ kind: 'before', run: { caller: 'dashboard', slotAtMs: 1000 } })
    expect(await place.run({ ...SLOT, job: 'health_check' })).toMatchObject({ kind: 'ran' })
    expect(await place.run({ ...SLOT, slotAtMs: 2000 })).toMatchObject({ kind: 'ran' })
  })

  it('is no matter of what a person runs out of turn, as often as he wants', async () => {
    using place = opened()
    for (const _ of [1, 2]) expect(await place.run(BY_HAND)).toMatchObject({ kind: 'ran' })
    expect(await place.run(SLOT)).toMatchObject({ kind: 'ran' })
  })

  it('leaves its begin and its outcome in the audit', async () => {
    using place = opened()
    await place.run(SLOT)
    await place.run(BY_HAND, FAILED)
    const { rows } = place.journal.audit().page(EVERY_ROW)
    expect(rows.toReversed().map(({ user, action, outcome }) => [user, action, outcome])).toEqual([
      ['schedule', 'job_clean_up', 'begun'],
      ['schedule', 'job_clean_up', 'done'],
      ['ada', 'job_clean_up', 'begun'],
      ['ada', 'job_clean_up', 'failed'],
    ])
    expect(rows[0]?.detail).toMatchObject({ summary: 'None of it.' })
  })
})

describe('while a job runs', () => {
  it('nobody else begins it, in turn or not, and it is known to go on', async () => {
    using place = opened()
    const { directory, journal } = place
    const seen = await runOnce({ journal, directory }, SLOT, async () => {
      expect(isUnderWay(directory, 'clean_up')).toBe(true)
      expect(await place.run(SLOT)).toMatchObject({ kind: 'under_way', run: { slotAtMs: 1000 } })
      expect(await place.run(BY_HAND)).toMatchObject({ kind: 'under_way', run: { slotAtMs: 1000 } })
      expect(await place.run({ ...SLOT, job: 'health_check' })).toMatchObject({ kind: 'ran' })
      return DONE
    })
    expect(seen).toMatchObject({ kind: 'ran' })
    expect(isUnderWay(directory, 'clean_up')).toBe(false)
    expect(journal.jobRuns().latest('clean_up', 9)).toHaveLength(1)
  })
})

describe('a run whose process is gone', () => {
  it('is taken up once for its due time, and then ended as failed', async () => {
    using place = opened()
    const runs = place.journal.jobRuns()
    runs.begin(SLOT)
    expect(await place.run({ ...SLOT, caller: 'command' })).toMatchObject({
      kind: 'ran',
      run: { attempts: 2, outcome: 'done', caller: 'command' },
    })
    const other = { ...SLOT, slotAtMs: 2000 }
    runs.takeUp(runs.begin(other).id, other)
    expect(await place.run(other)).toMatchObject({
      kind: 'before',
      run: { outcome: 'failed', summary: 'Its process ended before it was done.' },
    })
  })

  it('keeps no other from being begun', async () => {
    using place = opened()
    const { id } = place.journal.jobRuns().begin(SLOT)
    expect(await place.run({ ...SLOT, slotAtMs: 2000 })).toMatchObject({ kind: 'ran' })
    expect(
      place.journal
        .jobRuns()
        .latest('clean_up', 9)
        .find((run) => run.id === id),
    ).toMatchObject({
      outcome: 'failed',
    })
  })

  it('by a fault of the program is failed, and the fault is thrown', async () => {
    using place = opened()
    const { directory, journal } = place
    const broken = runOnce({ journal, directory }, SLOT, () => Promise.reject(new TypeError('no')))
    await expect(broken).rejects.toThrow(TypeError)
    expect(await place.run(SLOT)).toMatchObject({ kind: 'before', run: { outcome: 'failed' } })
  })
})

describe('failures in a row', () => {
  it('are counted up to the last success', async () => {
    using place = opened()
    const failures = () => place.journal.jobRuns().failuresInARow('clean_up')
    const counts: number[] = []
    for (const result of [FAILED, FAILED, DONE, FAILED]) {
      await place.run(BY_HAND, result)
      counts.push(failures())
    }
    expect(counts).toEqual([1, 2, 0, 1])
  })
})
