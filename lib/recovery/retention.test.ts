import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { HOUR_MS, type RecoveryHome, recoveryHome, refusalOf } from '#lib/testing/recovery-home.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { setAge } from '#lib/testing/temporary-home.ts'

const DAY_MS = 24 * HOUR_MS
const FREE_SPACE = { action: 'free_space' } as const

/** A session that ended so many days ago, and its integrated file. */
function ended({ home }: RecoveryHome, id: string, days: number, integratedDays = days): void {
  home.result({ session_id: id }, { directory: `completed/${id}`, name: `${id}.json`, ageMs: days * DAY_MS })
  integrated({ home }, id, integratedDays)
}

function integrated({ home }: Pick<RecoveryHome, 'home'>, id: string, days: number): void {
  const timestamp = new Date(Date.now() - days * DAY_MS).toISOString()
  const ageMs = days * DAY_MS
  home.write(`integrated/${id}_integrated.json`, JSON.stringify({ session_id: id, timestamp }), { ageMs })
  home.write(`integrated/${id}_summary.md`, '# Summary', { ageMs })
}

function log({ home }: RecoveryHome, name: string, text: string, days: number): string {
  mkdirSync(join(home.path, 'logs'), { recursive: true })
  const path = join(home.path, 'logs', name)
  writeFileSync(path, text)
  setAge(path, days * DAY_MS)
  return path
}

const lineOf = (days: number): string =>
  `[${new Date(Date.now() - days * DAY_MS).toISOString()}] [INFO] something\n`

const logsOf = ({ home }: RecoveryHome): string[] => readdirSync(join(home.path, 'logs')).sort()
const namesOf = async (place: RecoveryHome): Promise<string[]> =>
  (await place.plan(FREE_SPACE)).items.map(({ name }) => name)

describe('what has been kept for long enough', () => {
  it('goes to the trash with its integrated files, and comes back by undo', async () => {
    await using place = recoveryHome()
    ended(place, 'both', 8)
    ended(place, 'integrated_later', 8, 6)
    integrated(place, 'gone', 8)
    integrated(place, 'gone_lately', 6)
    const before = place.tree()
    const { id } = await place.execute(await place.plan(FREE_SPACE))
    expect(readdirSync(place.home.at('completed'))).toEqual([])
    expect(readdirSync(place.home.at('integrated')).sort()).toEqual([
      'gone_lately_integrated.json',
      'gone_lately_summary.md',
      'integrated_later_integrated.json',
      'integrated_later_summary.md',
    ])
    await place.execute(await place.plan({ action: 'undo', operation: id }))
    expect(place.tree()).toEqual(before)
  })

  it('is judged by its own time as well as by that of its files', async () => {
    await using place = recoveryHome()
    const { home } = place
    const young = new Date(Date.now() - DAY_MS).toISOString()
    ended(place, 'touched', 8)
    setAge(home.at('completed/touched/touched.json'), DAY_MS)
    const path = home.result(
      { session_id: 'copied', timestamp: young },
      { directory: 'completed/copied', name: 'c.json' },
    )
    setAge(home.at(path), 40 * DAY_MS)
    integrated(place, 'copied', 40)
    const text = JSON.stringify({ session_id: 'gone', timestamp: young })
    home.write('integrated/gone_integrated.json', text, { ageMs: 40 * DAY_MS })
    log(place, 'health_report_20991231_235959.txt', 'of a clock that was wrong', 40)
    await expect(place.plan(FREE_SPACE)).rejects.toMatchObject({ code: 'nothing_to_do' })
  })

  it('is never what is of a time to come', async () => {
    await using place = recoveryHome()
    ended(place, 'future', -40)
    log(place, 'errors.log.1', 'x', -40)
    log(place, 'errors.log', lineOf(-40), -40)
    place.home.write('.trash/later/completed/x.json', '{}')
    setAge(place.home.at('.trash/later'), -40 * DAY_MS)
    await expect(place.plan(FREE_SPACE)).rejects.toMatchObject({ code: 'nothing_to_do' })
    expect(place.recovery.trash()).toMatchObject([{ id: 'later', expired: false }])
  })

  it('is as long as the settings say, and nothing where they say never', async () => {
    await using never = recoveryHome({
      'keep-completed': '0',
      'keep-integrated': '0',
      'keep-failed': 'never',
      'keep-logs': '0',
      'keep-reports': '0',
      'keep-trash': '0',
    })
    await using soon = recoveryHome({ 'keep-completed': '2d', 'keep-logs': '2d', 'keep-trash': '2d' })
    for (const [place, days] of [
      [never, 400],
      [soon, 3],
    ] as const) {
      ended(place, 'done', days)
      log(place, 'errors.log', lineOf(days), 0)
      log(place, 'errors.log.1', 'x', days)
      log(place, 'health_report_1.txt', 'x', days)
      place.home.write('.trash/op/completed/x.json', '{}')
      setAge(place.home.at('.trash/op'), days * DAY_MS)
    }
    await expect(never.plan(FREE_SPACE)).rejects.toMatchObject({ code: 'nothing_to_do' })
    expect(never.recovery.trash()).toMatchObject([{ expired: false }])
    expect((await namesOf(soon)).sort()).toEqual(['done', 'logs/errors.log', 'logs/errors.log.1'])
    expect(soon.recovery.trash()).toMatchObject([{ expired: true }])
  })
})

describe('the preview', () => {
  it('says by kinds what a run removes, to the byte, and what it leaves alone, and changes nothing', async () => {
    await using place = recoveryHome()
    const { home, recovery } = place
    ended(place, 'done', 8)
    ended(place, 'wanted', 8)
    home.result({ session_id: 'alone' }, { directory: 'completed/alone', ageMs: 8 * DAY_MS })
    home.write('failed/f/f_metadata.json', '{"session_id": "f", "expected_count": 1}', { ageMs: 31 * DAY_MS })
    log(place, 'errors.log.1', 'x'.repeat(100), 31)
    log(place, 'errors.log.2', 'x'.repeat(70_000), 2)
    log(place, 'health_report_1.txt', 'x'.repeat(10), 31)
    home.write('.trash/op/completed/x.json', '{}')
    setAge(home.at('.trash/op'), 8 * DAY_MS)
    await recovery.setPin(recovery.by, 'wanted', true)
    const before = snapshotTree(home.path, { without: ['monitor'] })
    const preview = await recovery.previewRetention()
    expect(snapshotTree(home.path, { without: ['monitor'] })).toEqual(before)
    expect(preview.parts.map(({ kind, items, files }) => [kind, items, files])).toEqual([
      ['completed', 1, 1],
      ['integrated', 1, 2],
      ['failed', 1, 1],
      ['logs', 1, 1],
      ['reports', 1, 1],
      ['trash', 1, 1],
    ])
    expect(preview).toMatchObject({ consented: false, packed: { logs: 1 }, more: false })
    expect(preview.kept).toEqual([
      { name: 'wanted', reason: expect.stringContaining('pinned') },
      { name: 'alone', reason: expect.stringContaining('never integrated') },
    ])
    const { id } = await place.execute(await place.plan(FREE_SPACE))
    const trashed = recovery.trash().filter((entry) => entry.id.startsWith(id))
    const moved = preview.parts.filter(({ kind }) => kind !== 'trash')
    const sum = (parts: readonly { sizeBytes: number }[]): number =>
      parts.reduce((total, { sizeBytes }) => total + sizeBytes, 0)
    expect(sum(trashed)).toBe(sum(moved))
  })

  it('says that one run does not take all where it does not', async () => {
    await using place = recoveryHome({ 'run-limit': '1' })
    ended(place, 'one', 9)
    ended(place, 'two', 8)
    expect(await place.recovery.previewRetention()).toMatchObject({
      parts: [
        { kind: 'completed', items: 1 },
        { kind: 'integrated', items: 1 },
      ],
      kept: [],
      more: true,
    })
  })
})

describe('a session that was never integrated', () => {
  const inFailed = ({ home }: RecoveryHome): void => {
    home.result({ session_id: 'f' }, { directory: 'failed/f', name: 'f.json', ageMs: 400 * DAY_MS })
    home.write('failed/broken/broken_a_1.json', '{"session_id": "broken", "resu', { ageMs: 500 * DAY_MS })
    home.write('failed/none/none_metadata.json', '{"session_id": "none"}', { ageMs: 400 * DAY_MS })
  }

  it('stays, in failed/ too and however old, and what to do is said, while one without a result goes', async () => {
    await using place = recoveryHome()
    inFailed(place)
    const plan = await place.plan(FREE_SPACE)
    expect(plan.items.map(({ name }) => name)).toEqual(['none'])
    expect(plan.omitted.toReversed()).toEqual([
      { name: 'f', reason: expect.stringContaining('Integrate it, or name it to move it to the trash.') },
      { name: 'broken', reason: expect.stringContaining('None of them can be read: repair one, or name it') },
    ])
    await place.execute(plan)
    expect(readdirSync(place.home.at('failed')).sort()).toEqual(['broken', 'f'])
  })

  it('goes once it is integrated', async () => {
    await using place = recoveryHome()
    inFailed(place)
    await place.execute(await place.plan({ action: 'integrate', sessions: ['f'] }))
    expect(await namesOf(place)).toEqual(expect.arrayContaining(['f']))
  })

  it.each([
    ['says that it holds fewer', { metadata: { total_results: 1 } }, 20, 1],
    ['says so by its agents', { agent_results: { krukai: { count: 1 } } }, 20, 1],
    ['is older than one of them', { session_id: 'late' }, 21, 2],
  ])('stays while its integrated file %s', async (_, content, days, lacking) => {
    await using place = recoveryHome()
    for (const name of ['one', 'two'])
      place.home.result(
        { session_id: 'late' },
        { directory: 'completed/late', name: `${name}.json`, ageMs: 20 * DAY_MS },
      )
    place.home.write('integrated/late_integrated.json', JSON.stringify(content), { ageMs: days * DAY_MS })
    const before = place.tree()
    await expect(place.plan(FREE_SPACE)).rejects.toMatchObject({ code: 'all_left_out' })
    const named = await place.plan({ action: 'trash_sessions', sessions: ['late'] })
    const results = lacking === 1 ? '1 result' : '2 results'
    expect(named.items[0]?.reason).toContain(
      `Its integrated file lacks ${results}, and what lies here is the only copy: to the trash`,
    )
    expect(place.tree()).toEqual(before)
    await place.execute(await place.plan({ action: 'integrate', sessions: ['late'] }))
    expect(await namesOf(place)).toEqual(['late'])
  })

  it('goes to the trash by name, as a whole, and comes back by undo', async () => {
    await using place = recoveryHome()
    inFailed(place)
    ended(place, 'done', 0)
    const before = place.tree()
    const plan = await place.plan({ action: 'trash_sessions', sessions: ['f', 'broken', 'done'] })
    expect(plan).toMatchObject({
      reversible: true,
      typed: null,
      command: 'trinitas trash move f broken done',
    })
    expect(plan.items[0]?.reason).toMatch(
      /^It was never integrated, and these are its only results: to the trash/,
    )
    const { id } = await place.execute(plan)
    expect(readdirSync(place.home.at('failed'))).toEqual(['none'])
    expect(readdirSync(place.home.at('completed'))).toEqual([])
    expect(readdirSync(place.home.at('integrated'))).toEqual([])
    await place.execute(await place.plan({ action: 'undo', operation: id }))
    expect(place.tree()).toEqual(before)
  })

  it('is not taken by name while it is active, stale or pinned, or where there is none', async () => {
    await using place = recoveryHome()
    const { home, recovery } = place
    ended(place, 'wanted', 1)
    home.result({ session_id: 'busy' })
    home.result({ session_id: 'quiet' }, { ageMs: HOUR_MS })
    await recovery.setPin(recovery.by, 'wanted', true)
    const before = place.tree()
    const sessions = ['busy', 'quiet', 'wanted', 'nobody']
    await expect(place.plan({ action: 'trash_sessions', sessions })).rejects.toMatchObject({
      code: 'all_left_out',
      message: expect.stringMatching(
        /busy: It is active.*quiet: It is stale.*wanted: .*pinned.*nobody: There is no/,
      ),
    })
    await recovery.setPin(recovery.by, 'wanted', false)
    const plan = await place.plan({ action: 'trash_sessions', sessions })
    await recovery.setPin(recovery.by, 'wanted', true)
    expect((await refusalOf(place.execute(plan))).drift).toMatchObject([{ name: 'wanted' }])
    expect(place.tree()).toEqual(before)
  })
})

describe('a session that is pinned', () => {
  it('stays, integrated files and all, and is named as kept, until it is unpinned', async () => {
    await using place = recoveryHome()
    const { recovery } = place
    ended(place, 'wanted', 400)
    ended(place, 'other', 8)
    await recovery.setPin(recovery.by, 'wanted', true)
    const plan = await place.plan(FREE_SPACE)
    expect(plan.items.map(({ name }) => name)).toEqual(['other'])
    expect(plan.omitted).toEqual([{ name: 'wanted', reason: expect.stringContaining('pinned') }])
    await place.execute(plan)
    await expect(place.plan(FREE_SPACE)).rejects.toMatchObject({ code: 'all_left_out' })
    expect(readdirSync(place.home.at('integrated')).length).toBe(2)
    await recovery.setPin(recovery.by, 'wanted', false)
    expect(await namesOf(place)).toEqual(['wanted'])
  })

  it('stays though it is pinned only after somebody has seen the plan', async () => {
    await using place = recoveryHome()
    ended(place, 'wanted', 8)
    const before = place.tree()
    const plan = await place.plan(FREE_SPACE)
    await place.recovery.setPin(place.recovery.by, 'wanted', true)
    expect((await refusalOf(place.execute(plan))).drift).toEqual([
      { name: 'wanted', changes: [expect.stringContaining('pinned meanwhile')] },
    ])
    expect(place.tree()).toEqual(before)
  })

  it('is one that is there', async () => {
    await using place = recoveryHome()
    const { recovery } = place
    await expect(recovery.setPin(recovery.by, 'nobody', true)).rejects.toMatchObject({
      code: 'session_not_found',
    })
    expect(recovery.pins()).toEqual([])
  })
})

describe('logs', () => {
  it('are compressed once rotated, however short, unless they would become longer', async () => {
    await using place = recoveryHome()
    const text = lineOf(2).repeat(20)
    log(place, 'errors.log.1', text, 2)
    log(place, 'errors.log.2', lineOf(2), 2)
    log(place, 'errors.log.3', lineOf(0).repeat(20), 0)
    log(place, 'health_report_1.txt', text, 2)
    await place.execute(await place.plan(FREE_SPACE))
    expect(logsOf(place)).toEqual([
      'errors.log.1.gz',
      'errors.log.2',
      'errors.log.3',
      'health_report_1.txt',
      'recovery.log',
    ])
    expect(gunzipSync(readFileSync(join(place.home.path, 'logs/errors.log.1.gz'))).toString()).toBe(text)
  })

  it('go to the trash after their time, health reports too, and come back by undo', async () => {
    await using place = recoveryHome()
    for (const name of ['errors.log.1', 'errors.log.2.gz', 'health_report_a.txt', 'health_report_a.json.gz'])
      log(place, name, 'x', 31)
    for (const name of ['errors.log.3.gz', 'health_report_b.json', 'notes.txt', 'other.gz'])
      log(place, name, 'x', name === 'notes.txt' || name === 'other.gz' ? 400 : 29)
    const before = snapshotTree(join(place.home.path, 'logs'))
    const { id } = await place.execute(await place.plan(FREE_SPACE))
    expect(logsOf(place)).toEqual([
      'errors.log.3.gz',
      'health_report_b.json',
      'notes.txt',
      'other.gz',
      'recovery.log',
    ])
    expect(existsSync(join(place.home.path, '.trash', id, 'logs', 'errors.log.2.gz'))).toBe(true)
    await place.execute(await place.plan({ action: 'undo', operation: id }))
    expect(snapshotTree(join(place.home.path, 'logs'), { without: ['recovery.log'] })).toEqual(before)
  })

  it('are rotated once their first line is older than logs are kept, under a number that is free', async () => {
    await using place = recoveryHome()
    log(place, 'errors.log', `no time\n${lineOf(31)}${lineOf(0)}`, 0)
    log(place, 'errors.log.1', 'x', 1)
    log(place, 'errors.log.2.gz', 'x', 1)
    log(place, 'session_monitor.log', lineOf(29), 29)
    log(place, 'silent.log', 'no time at all', 31)
    log(place, 'written.log', 'no time at all', 0)
    log(place, 'empty.log', '', 31)
    await place.execute(await place.plan(FREE_SPACE))
    expect(logsOf(place)).toEqual([
      'empty.log',
      'errors.log.1',
      'errors.log.2.gz',
      'errors.log.3',
      'recovery.log',
      'session_monitor.log',
      'silent.log.1',
      'written.log',
    ])
  })

  it.runIf(process.platform === 'linux' && process.getuid?.() === 0)(
    'are rotated where there is little room, and compressed after ten minutes',
    async () => {
      await using place = recoveryHome()
      const { path } = place.home
      expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=60m,mode=700', 'tmpfs', path]).status).toBe(0)
      try {
        const text = lineOf(0).repeat(4000)
        log(place, 'errors.log', text, 0)
        log(place, 'short.log', lineOf(0), 0)
        setAge(log(place, 'errors.log.1', text, 0), 11 * 60_000)
        setAge(log(place, 'errors.log.2', text, 0), 9 * 60_000)
        await place.execute(await place.plan(FREE_SPACE))
        expect(logsOf(place)).toEqual([
          'errors.log.1.gz',
          'errors.log.2',
          'errors.log.3',
          'recovery.log',
          'short.log',
        ])
      } finally {
        place.recovery.close()
        // A thread that has just ended may hold it for a moment.
        spawnSync('umount', ['-l', path])
      }
    },
  )
})
