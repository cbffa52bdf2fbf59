import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createJournal } from '#lib/journal/journal.ts'
import type { Plan, PlanItem } from '#lib/model/plan.ts'
import { CLEAN_UP, filledForCleanUp, type RecoveryHome } from '#lib/testing/recovery-home.ts'
import type { TemporaryHome } from '#lib/testing/temporary-home.ts'
import { performItem } from './perform-item.ts'

describe('after an interruption', () => {
  /** As a crash leaves it: the intent is recorded, and of the first item as many steps are done as `work` does. */
  async function interrupted(place: RecoveryHome, plan: Plan, work: (item: PlanItem) => void): Promise<void> {
    const journal = createJournal(join(place.home.path, 'monitor'))
    journal.within(() => {
      journal.plans().use(plan.id)
      journal.operations().begin(plan, 'somebody')
    })
    journal.close()
    const [item] = plan.items
    if (item) work(item)
  }

  const stage = (place: RecoveryHome, plan: Plan, nth: number): void => {
    const step = plan.items[0]?.steps[nth]
    if (step?.kind !== 'move') throw new Error('It must be a move.')
    mkdirSync(place.home.at(`.staging/${plan.id}`), { recursive: true })
    renameSync(place.home.at(step.from), place.home.at(`.staging/${plan.id}/${nth}`))
  }

  const reportOf = (place: RecoveryHome, plan: Plan) => place.recovery.operation(plan.id)

  it('what was not begun is left alone, and what was is finished', async () => {
    await using place = filledForCleanUp()
    const untouched = place.tree()
    const first = await place.plan(CLEAN_UP)
    await interrupted(place, first, () => undefined)
    await place.recovery.resume(place.recovery.by)
    expect(reportOf(place, first)).toMatchObject({
      status: 'failed',
      resumed: true,
      items: [{ outcome: 'skipped' }],
    })
    expect(place.tree()).toEqual(untouched)

    const second = await place.plan(CLEAN_UP)
    await interrupted(place, second, () => stage(place, second, 1))
    await place.recovery.resume(place.recovery.by)
    expect(reportOf(place, second)).toMatchObject({ status: 'done', resumed: true })
    expect(readdirSync(place.home.at('temp'))).toEqual(['run_1_a.json'])
    expect(existsSync(place.home.at('.staging'))).toBe(false)
  })

  it.each([
    ['another file', (home: TemporaryHome) => void home.result({ session_id: 'run' }, { name: 'new.json' })],
    [
      'a file of a name that was taken already',
      (home: TemporaryHome) =>
        void home.result({ session_id: 'run' }, { name: 'run_krukai-optimizer_1.json' }),
    ],
  ])('a session that went on with %s gets everything back', async (_what, goOn) => {
    await using place = filledForCleanUp()
    const { home } = place
    const bytes = readFileSync(home.at('temp/run_krukai-optimizer_1.json'))
    const plan = await place.plan(CLEAN_UP)
    await interrupted(place, plan, () => stage(place, plan, 1))
    goOn(home)
    await place.recovery.resume(place.recovery.by)
    expect(reportOf(place, plan)).toMatchObject({ status: 'failed', items: [{ outcome: 'skipped' }] })
    expect(existsSync(home.at('failed/run'))).toBe(false)
    const there = readdirSync(home.at('temp')).map((name) => readFileSync(home.at(`temp/${name}`)))
    expect(there).toContainEqual(bytes)
    expect(readdirSync(home.at('temp'))).toHaveLength(5)
    expect(existsSync(home.at('.staging'))).toBe(false)
  })

  it('what was complete stays so, whatever became of it since', async () => {
    await using place = filledForCleanUp()
    const { home } = place
    const plan = await place.plan(CLEAN_UP)
    await interrupted(place, plan, (item) =>
      performItem({ root: home.results, operationId: plan.id, item, first: 0 }),
    )
    rmSync(home.at('failed/run/run_metadata.json'))
    home.result({ session_id: 'run' }, { name: 'new.json' })
    const before = place.tree().filter((line) => !line.startsWith('.staging'))
    await place.recovery.resume(place.recovery.by)
    expect(reportOf(place, plan)).toMatchObject({ status: 'done' })
    expect(place.tree()).toEqual(before)
  })

  it('an area that is a link, or of no use, keeps nothing from being ended', async () => {
    await using place = filledForCleanUp()
    rmSync(place.home.at('integrated'), { recursive: true })
    symlinkSync('/tmp', place.home.at('integrated'))
    place.home.write('running', 'a file where a directory belongs')
    expect(await place.execute(await place.plan(CLEAN_UP))).toMatchObject({ status: 'done', undoable: true })
  })
})
