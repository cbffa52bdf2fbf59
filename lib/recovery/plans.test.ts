import { execFile } from 'node:child_process'
import {
  appendFileSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Identity } from '#lib/model/identity.ts'
import {
  CLEAN_UP,
  EVERY_ROW,
  filledForCleanUp,
  HOUR_MS,
  type RecoveryHome,
  Refused,
  recoveryHome,
  refusalOf,
} from '#lib/testing/recovery-home.ts'
import { root } from '#lib/testing/run-command.ts'
import { setAge } from '#lib/testing/temporary-home.ts'

describe('a plan', () => {
  it('takes the longest quiet of a list that is more than one run, whatever its order', async () => {
    await using place = recoveryHome({ 'run-limit': '2' })
    for (const [id, hours] of Object.entries({ b: 9, a: 4, d: 7, c: 5 }))
      place.home.result({ session_id: id }, { name: `${id}.json`, ageMs: hours * HOUR_MS })
    const plan = await place.plan({ ...CLEAN_UP, matching: 'sort=id&direction=asc' })
    expect(plan.items.map(({ name }) => name)).toEqual(['b', 'd'])
    expect(plan.omitted.map(({ name }) => name)).toEqual(['c', 'a'])
  })

  it.each([
    [
      'a file was added',
      (p: RecoveryHome) => void p.home.result({ session_id: 'run' }, { name: 'new.json' }),
    ],
    ['a file grew', (p: RecoveryHome) => appendFileSync(p.home.at('temp/run_metadata.json'), ' ')],
    ['a file was touched', (p: RecoveryHome) => setAge(p.home.at('temp/run_metadata.json'), 2 * HOUR_MS)],
    ['a file is gone', (p: RecoveryHome) => rmSync(p.home.at('temp/run_metadata.json'))],
    [
      'another file has its name, size and time',
      ({ home }: RecoveryHome) => {
        const path = home.at('temp/run_metadata.json')
        const { atime, mtime } = lstatSync(path)
        writeFileSync(`${path}.new`, '{"expected_count": 4}')
        utimesSync(`${path}.new`, atime, mtime)
        renameSync(`${path}.new`, path)
      },
    ],
    ['its place was taken', (p: RecoveryHome) => void p.home.write('failed/run/run_metadata.json', '{}')],
    ['its place is behind a link', ({ home }: RecoveryHome) => symlinkSync('/tmp', home.at('failed/run'))],
  ])('is refused as a whole where %s since', async (_what, change) => {
    await using place = filledForCleanUp()
    place.home.result({ session_id: 'other' }, { ageMs: 5 * HOUR_MS })
    const plan = await place.plan(CLEAN_UP)
    expect(plan.items).toHaveLength(2)
    change(place)
    const before = place.tree()
    const refusal = await refusalOf(place.execute(plan))
    expect(refusal).toMatchObject({ code: 'drift' })
    expect(place.tree()).toEqual(before)
    expect(place.recovery.operations(9)).toEqual([])
  })

  it('is used once', async () => {
    await using place = filledForCleanUp()
    const plan = await place.plan(CLEAN_UP)
    await place.execute(plan)
    expect(await refusalOf(place.execute(plan))).toMatchObject({ code: 'plan_used' })
    expect(await refusalOf(place.execute({ ...plan, id: 'nothing' }))).toMatchObject({
      code: 'plan_not_found',
    })
  })

  it.each(['viewer', 'share'] as const)('is neither made nor carried out by a %s', async (role) => {
    await using place = filledForCleanUp()
    const plan = await place.plan(CLEAN_UP)
    const before = place.tree()
    const by: Identity = { role, name: 'v', via: 'token', tokenId: 'x' }
    await expect(place.recovery.plan(by, CLEAN_UP)).rejects.toMatchObject({ code: 'refused' })
    for await (const event of place.recovery.execute(by, plan.id, null))
      expect(event).toMatchObject({ kind: 'refused', code: 'refused' })
    expect(place.tree()).toEqual(before)
  })

  it('that is final is carried out only where its word was typed', async () => {
    await using place = filledForCleanUp()
    const cleaned = await place.execute(await place.plan(CLEAN_UP))
    const undone = await place.execute(await place.plan({ action: 'undo', operation: cleaned.id }))
    const purge = await place.plan({ action: 'trash_purge', entries: [undone.id] })
    expect(purge).toMatchObject({ typed: 'purge', reversible: false })
    expect(await refusalOf(place.execute({ ...purge, typed: 'yes' }))).toMatchObject({
      code: 'not_confirmed',
    })
    expect(place.recovery.trash()).toHaveLength(1)
    expect(await place.execute(purge)).toMatchObject({ status: 'done', undoable: false })
    expect(place.recovery.trash()).toEqual([])
    await expect(place.plan({ action: 'undo', operation: purge.id })).rejects.toMatchObject({
      code: 'not_undoable',
    })
  })
})

describe('several at once', () => {
  it('are one that executes, and others that say why not', async () => {
    await using place = filledForCleanUp()
    const plans = await Promise.all([1, 2, 3].map(() => place.plan(CLEAN_UP)))
    const commands = [1, 2].map(() =>
      promisify(execFile)(
        process.execPath,
        [`${root}lib/cli/main.ts`, 'cleanup', '--yes', '--json', '--home', place.home.path],
        { encoding: 'utf8' },
      ).then(({ stdout }) => JSON.parse(stdout).cleaned as number),
    )
    const ended = await Promise.all(
      plans.map((plan) =>
        place.execute(plan).then(
          ({ items }) => items.filter(({ outcome }) => outcome === 'done').length,
          (error: unknown) => {
            expect(error).toBeInstanceOf(Refused)
            return 0
          },
        ),
      ),
    )
    const cleaned = [...ended, ...(await Promise.all(commands))]
    expect(cleaned.reduce((sum, count) => sum + count, 0)).toBe(1)
    expect(readdirSync(place.home.at('failed/run'))).toHaveLength(4)
    expect(place.recovery.operations(9)).toHaveLength(1)
    expect(place.recovery.verifyAudit()).toMatchObject({ whole: true })
  })

  it('are told who holds the lock, and since when', async () => {
    await using place = filledForCleanUp({ 'lock-wait': '50ms' })
    const plan = await place.plan(CLEAN_UP)
    const { takeChangeLock } = await import('#lib/store/change-lock.ts')
    const directory = join(place.home.path, 'monitor')
    using _held = takeChangeLock(directory, { user: 'mika', what: 'recovery', sinceMs: 1_795_000_000_000 }, 0)
    const refusal = await refusalOf(place.execute(plan))
    expect(refusal.code).toBe('locked')
    expect(refusal.message).toContain(
      `mika (process ${process.pid}, recovery, since 2026-11-18T11:06:40.000Z)`,
    )
  })
})

describe('the audit', () => {
  it('has the intent and the outcome of every operation, and refusals, in one chain', async () => {
    await using place = filledForCleanUp()
    const plan = await place.plan(CLEAN_UP)
    const outdated = await place.plan(CLEAN_UP)
    await place.execute(plan)
    await refusalOf(place.execute(outdated))
    const { rows } = place.recovery.audit(EVERY_ROW)
    expect(rows.map(({ action, outcome, user }) => [action, outcome, user])).toEqual([
      ['execute', 'refused', place.recovery.by.name],
      ['clean_up', 'done', place.recovery.by.name],
      ['clean_up', 'begun', place.recovery.by.name],
    ])
    expect(rows[1]?.detail).toMatchObject({ operation: plan.id, done: 1, skipped: 0, failed: 0 })
    expect(readFileSync(join(place.home.path, 'logs/recovery.log'), 'utf8')).toMatch(
      /^\[\S+\] \[done\] clean_up \S+ by .+: 1 done, 0 skipped, 0 failed; 3 files, .+\n$/,
    )
  })

  it('is a condition: where it cannot be written, nothing is changed', async () => {
    await using place = filledForCleanUp()
    const plan = await place.plan(CLEAN_UP)
    place.recovery.close()
    writeFileSync(join(place.home.path, 'monitor/journal.db'), 'no database')
    const before = place.tree()
    expect(await refusalOf(place.execute(plan))).toMatchObject({ code: 'journal_damaged' })
    expect(place.tree()).toEqual(before)
  })
})
