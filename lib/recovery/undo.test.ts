import { appendFileSync, chmodSync, rmSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CLEAN_UP, filledForCleanUp, HOUR_MS, refusalOf } from '#lib/testing/recovery-home.ts'

describe('undo', () => {
  it('brings back paths, bytes, modes and times, and undoing that cleans up again', async () => {
    await using place = filledForCleanUp()
    const { home } = place
    chmodSync(home.at('temp/run_metadata.json'), 0o640)
    home.write('running/run/t.json', '{"session_id": "run", "task_id": "t"}', { ageMs: 3 * HOUR_MS })
    chmodSync(home.at('running/run'), 0o750)
    const before = place.tree()
    const operation = await place.execute(await place.plan(CLEAN_UP))
    const cleaned = place.tree()
    expect(cleaned).not.toEqual(before)
    const undone = await place.execute(await place.plan({ action: 'undo', operation: operation.id }))
    expect(place.tree()).toEqual(before)
    expect(place.recovery.operation(operation.id)).toMatchObject({ undoneBy: undone.id, undoable: false })
    await expect(place.plan({ action: 'undo', operation: operation.id })).rejects.toMatchObject({
      code: 'not_undoable',
    })
    await place.execute(await place.plan({ action: 'undo', operation: undone.id }))
    expect(place.tree()).toEqual(cleaned)
  })

  it('of a part leaves the rest to be undone later', async () => {
    await using place = filledForCleanUp()
    const { home } = place
    home.result({ session_id: 'other' }, { name: 'other.json', ageMs: 5 * HOUR_MS })
    const before = place.tree()
    const operation = await place.execute(await place.plan(CLEAN_UP))
    home.write('temp/other.json', 'in the way')
    await place.execute(await place.plan({ action: 'undo', operation: operation.id }))
    rmSync(home.at('temp/other.json'))
    const rest = await place.plan({ action: 'undo', operation: operation.id })
    expect(rest.items.map(({ name }) => name)).toEqual(['other'])
    await place.execute(rest)
    expect(place.tree()).toEqual(before)
  })

  it('takes no report away that somebody edited', async () => {
    await using place = filledForCleanUp()
    const operation = await place.execute(await place.plan(CLEAN_UP))
    appendFileSync(place.home.at('failed/run/recovery_report.json'), 'a note of mine')
    await expect(place.plan({ action: 'undo', operation: operation.id })).rejects.toMatchObject({
      message: expect.stringContaining('failed/run/recovery_report.json was edited since'),
    })
  })

  it('leaves out what changed since, and says so', async () => {
    await using place = filledForCleanUp()
    const { home } = place
    home.result({ session_id: 'other' }, { name: 'other.json', ageMs: 5 * HOUR_MS })
    const operation = await place.execute(await place.plan(CLEAN_UP))
    appendFileSync(home.at('failed/run/run_metadata.json'), ' ')
    const plan = await place.plan({ action: 'undo', operation: operation.id })
    expect(plan.items.map(({ name }) => name)).toEqual(['other'])
    expect(plan.omitted).toEqual([
      { name: 'run', reason: expect.stringContaining('failed/run/run_metadata.json was written to since') },
    ])
    home.write('temp/other.json', '{}')
    expect(await refusalOf(place.execute(plan))).toMatchObject({ code: 'drift' })
  })
})

describe('a session that goes on', () => {
  it('in completed/ is drift as well', async () => {
    await using place = filledForCleanUp()
    const plan = await place.plan(CLEAN_UP)
    place.home.result({ session_id: 'run' }, { directory: 'completed/run', name: 'late.json' })
    expect(await refusalOf(place.execute(plan))).toMatchObject({
      code: 'drift',
      drift: [{ name: 'run', changes: ['completed/run/late.json has come.'] }],
    })
  })

  it('is not moved away by undoing what brought it back', async () => {
    await using place = filledForCleanUp()
    const cleaned = await place.execute(await place.plan(CLEAN_UP))
    const undone = await place.execute(await place.plan({ action: 'undo', operation: cleaned.id }))
    place.home.result({ session_id: 'run' }, { name: 'new.json' })
    const before = place.tree()
    await expect(place.plan({ action: 'undo', operation: undone.id })).rejects.toMatchObject({
      code: 'all_left_out',
      message: expect.stringContaining('Its session has gone on: temp/new.json has come.'),
    })
    expect(place.tree()).toEqual(before)
  })
})
