import { execFile, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
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
import { createJournal } from '#lib/journal/journal.ts'
import type { Identity } from '#lib/model/identity.ts'
import type { Plan, PlanItem } from '#lib/model/plan.ts'
import {
  CLEAN_UP,
  fillForCleanUp,
  HOUR_MS,
  type RecoveryHome,
  Refused,
  recoveryHome,
} from '#lib/testing/recovery-home.ts'
import { root, runTrinitas } from '#lib/testing/run-command.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { setAge, type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'
import { performItem } from './perform-item.ts'

function filled(flags?: Record<string, string>): RecoveryHome {
  const place = recoveryHome(flags)
  fillForCleanUp(place)
  return place
}

const refusalOf = async (work: Promise<unknown>): Promise<Refused['event']> => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error instanceof Refused) return error.event
  throw new Error('It was not refused.', { cause: error })
}

describe('clean-up', () => {
  it('moves a stale session as a whole, and nothing of one whose id begins with its own', async () => {
    await using place = filled()
    const { home } = place
    const bytes = readFileSync(home.at('temp/run_krukai-optimizer_1.json'))
    const operation = await place.execute(await place.plan(CLEAN_UP))
    expect(operation).toMatchObject({ status: 'done', files: 3, user: place.recovery.by.name })
    expect(readdirSync(home.at('failed/run')).sort()).toEqual([
      'recovery_report.json',
      'run_krukai-optimizer_1.json',
      'run_metadata.json',
      'run_vector-auditor_2.json',
    ])
    expect(readFileSync(home.at('failed/run/run_krukai-optimizer_1.json'))).toEqual(bytes)
    expect(readdirSync(home.at('temp'))).toEqual(['run_1_a.json'])
    expect(lstatSync(home.at('failed/run')).mode & 0o777).toBe(0o700)
    expect(lstatSync(home.at('failed/run/recovery_report.json')).mode & 0o777).toBe(0o600)
    expect(readdirSync(home.results).sort()).toEqual(['completed', 'failed', 'integrated', 'temp'])
    expect(JSON.parse(readFileSync(home.at('failed/run/recovery_report.json'), 'utf8'))).toMatchObject({
      session_id: 'run',
      results_collected: 2,
      results_expected: 3,
      files: ['temp/run_krukai-optimizer_1.json', 'temp/run_metadata.json', 'temp/run_vector-auditor_2.json'],
    })
  })

  it('keeps the names that are there, and gives the newcomer a free one', async () => {
    await using place = filled()
    const { home } = place
    for (const name of ['run_krukai-optimizer_1.json', 'run_metadata.json', 'recovery_report.json'])
      home.write(`failed/run/${name}`, `{"session_id": "run", "first": "${name}"}`, { ageMs: 9 * HOUR_MS })
    home.write('failed/run/run_krukai-optimizer_1~2.json', '{"session_id": "run", "second": true}', {
      ageMs: 9 * HOUR_MS,
    })
    const there = snapshotTree(home.at('failed/run'))
    await place.execute(await place.plan(CLEAN_UP))
    expect(snapshotTree(home.at('failed/run'))).toEqual(expect.arrayContaining(there))
    expect(readdirSync(home.at('failed/run'))).toEqual(
      expect.arrayContaining([
        'run_krukai-optimizer_1~3.json',
        'run_metadata~2.json',
        'recovery_report~2.json',
        'run_vector-auditor_2.json',
      ]),
    )
    const { problems } = JSON.parse(runTrinitas(['status', '--json', '--home', home.path]).out)
    expect(problems.filter(({ path }: { path: string }) => /_1~3|data~2|report~2/.test(path))).toEqual([])
  })

  it('takes what was moved to completed/ already, and what is running, and the empty directories', async () => {
    await using place = filled()
    const { home } = place
    home.result({ session_id: 'run' }, { directory: 'completed/run', name: 'c.json', ageMs: 3 * HOUR_MS })
    home.write('running/run/t.json', '{"session_id": "run", "task_id": "t"}', { ageMs: 3 * HOUR_MS })
    await place.execute(await place.plan(CLEAN_UP))
    expect(readdirSync(home.at('failed/run'))).toEqual(expect.arrayContaining(['c.json', 't.json']))
    expect([existsSync(home.at('completed/run')), existsSync(home.at('running/run'))]).toEqual([false, false])
  })

  it('leaves an active session alone, though somebody names it', async () => {
    await using place = filled()
    const before = place.tree()
    const request = { ...CLEAN_UP, sessions: ['run_1', 'done', 'nobody'] }
    await expect(place.plan(request)).rejects.toMatchObject({
      code: 'nothing_to_do',
      message: expect.stringMatching(/There is no such session.*It is active.*It is completed/s),
    })
    expect(place.tree()).toEqual(before)
  })

  it('takes as many in one run as are allowed, the oldest first, and names the others', async () => {
    await using place = recoveryHome({ 'run-limit': '2' })
    for (const [id, hours] of [
      ['new', 3],
      ['old', 9],
      ['middle', 6],
    ] as const)
      place.home.result({ session_id: id }, { ageMs: hours * HOUR_MS })
    const plan = await place.plan(CLEAN_UP)
    expect(plan.items.map(({ name }) => name)).toEqual(['old', 'middle'])
    expect(plan.omitted).toEqual([{ name: 'new', reason: 'Beyond the 2 sessions of one run.' }])
  })

  it.each(['../x', '/etc/x', '.', '..', '.hidden', '-rf', '$(reboot)', 'a\nb', 'x'.repeat(255), 'é', 'a/b'])(
    'moves a session called %j to below failed/, and nowhere else',
    async (id) => {
      await using place = recoveryHome()
      using outside = temporaryHome()
      const before = snapshotTree(outside.path)
      place.home.result({ session_id: id }, { name: 'r.json', ageMs: 3 * HOUR_MS })
      const plan = await place.plan(CLEAN_UP)
      expect(await place.execute(plan)).toMatchObject({ status: 'done' })
      const [directory = ''] = readdirSync(place.home.at('failed'))
      expect(readdirSync(place.home.at(`failed/${directory}`)).sort()).toEqual([
        'r.json',
        'recovery_report.json',
      ])
      expect(readdirSync(place.home.path).sort()).toEqual(['logs', 'monitor', 'parallel_results'])
      expect(snapshotTree(outside.path)).toEqual(before)
      await place.execute(await place.plan({ action: 'undo', operation: plan.id }))
      expect(readdirSync(place.home.at('temp'))).toEqual(['r.json'])
    },
  )

  it.each(['failed/run', 'failed'])('is refused where %s is a link, and nothing is moved', async (link) => {
    await using place = filled()
    using outside = temporaryHome()
    const before = snapshotTree(outside.path)
    if (link === 'failed') rmSync(place.home.at('failed'), { recursive: true })
    symlinkSync(outside.path, place.home.at(link))
    const tree = place.tree()
    await expect(place.plan(CLEAN_UP)).rejects.toMatchObject({
      code: 'nothing_to_do',
      message: expect.stringContaining('symbolic link'),
    })
    expect(place.tree()).toEqual(tree)
    expect(snapshotTree(outside.path)).toEqual(before)
  })

  it('copies, compares and gives up the first where failed/ is another file system', async () => {
    using home = temporaryHome()
    fillForCleanUp({ home })
    const { stdout, stderr } = spawnSync(
      'unshare',
      [
        '--user',
        '--map-root-user',
        '--mount',
        'sh',
        '-c',
        `mount -t tmpfs tmpfs '${home.at('failed')}' && '${process.execPath}' lib/cli/main.ts cleanup --yes --json --home '${home.path}' && ls -a '${home.at('failed/run')}' '${home.at('failed')}' && stat -c '%a %Y' '${home.at('failed/run/run_metadata.json')}'`,
      ],
      { encoding: 'utf8', cwd: root },
    )
    expect(stderr).toBe('')
    expect(stdout).toContain('"cleaned": 1')
    expect(stdout).not.toMatch(/\.staging|\.part-/)
    expect(stdout).toContain('run_vector-auditor_2.json')
    expect(readdirSync(home.at('temp'))).toEqual(['run_1_a.json'])
    expect(existsSync(home.at('.staging'))).toBe(false)
  })

  it.each([
    ['a disk without a byte left', 'size=600k', 'dd if=/dev/zero of="$H/full" bs=1k count=2000 2>/dev/null'],
    [
      'a disk without an inode left',
      'nr_inodes=60',
      'for n in $(seq 99); do touch "$H/f$n" || break; done 2>/dev/null',
    ],
  ])('works on %s, or changes nothing', (_what, option, fill) => {
    using home = temporaryHome()
    fillForCleanUp({ home })
    const script = `
      H=$(mktemp -d) && mount -t tmpfs -o ${option} tmpfs "$H" && cp -a '${home.path}'/. "$H" || exit 9
      ${fill}
      find "$H" -name '*.json' -exec sha256sum {} + | cut -c1-64 | sort >/tmp/before.$$
      '${process.execPath}' lib/cli/main.ts cleanup --yes --json --home "$H" >/dev/null 2>/tmp/err.$$; echo "code $?"
      find "$H" -name '*.json' -exec sha256sum {} + | cut -c1-64 | sort >/tmp/after.$$
      comm -23 /tmp/before.$$ /tmp/after.$$ | sed 's/^/lost /'
      find "$H/parallel_results" -name '.staging' -o -name '.part-*' | sed 's/^/left /'
      rm -f /tmp/before.$$ /tmp/after.$$ /tmp/err.$$`
    const { stdout, stderr } = spawnSync(
      'unshare',
      ['--user', '--map-root-user', '--mount', 'sh', '-c', script],
      {
        encoding: 'utf8',
        cwd: root,
      },
    )
    expect(stdout + stderr).toMatch(/^code [012]\n$/)
  })
})

describe('sessions of one day', () => {
  it('are told apart: one that is stale goes, and those that run, and the quarantine, stay', async () => {
    await using place = recoveryHome()
    const { home } = place
    const ids = ['20261123_211011', '20261123_211012', '20261123_211011_aaaaaaaa', '20261123_211011_bbbbbbbb']
    for (const [nth, id] of ids.entries())
      home.result(
        { session_id: id },
        { name: `${id}_a_${nth}.json`, ageMs: nth === 0 ? 3 * HOUR_MS : 60_000 },
      )
    home.write('temp/20261123_211012_half.json', '{"session_id": "20261123_211012", "task', { ageMs: 0 })
    const before = place.tree().filter((line) => line.startsWith('temp/') && !line.includes('211011_a_0'))
    const operation = await place.execute(await place.plan(CLEAN_UP))
    expect(operation.items.map(({ name }) => name)).toEqual(['20261123_211011'])
    expect(place.tree().filter((line) => line.startsWith('temp/'))).toEqual(before)
    expect(readdirSync(home.at('failed'))).toEqual(['20261123_211011'])
  })
})

describe('what is not ours to change', () => {
  const NOBODY = 65_534
  const asNobody = (home: string): { out: string; err: string; code: number | null } => {
    const args = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--', process.execPath]
    const command = [...args, `${root}lib/cli/main.ts`, 'cleanup', '--yes', '--home', home]
    const { stdout, stderr, status } = spawnSync('setpriv', command, {
      encoding: 'utf8',
      env: { NODE_ENV: 'test' },
    })
    return { out: stdout, err: stderr, code: status }
  }
  const giveTo = (path: string): void => {
    spawnSync('chown', ['-R', `${NOBODY}:${NOBODY}`, path])
  }

  // Only root can give files away.
  it.runIf(process.getuid?.() === 0)('are files of another user, who is named', async () => {
    using home = temporaryHome()
    fillForCleanUp({ home })
    home.result({ session_id: 'own' }, { name: 'own.json', ageMs: 5 * HOUR_MS })
    giveTo(home.path)
    spawnSync('chown', ['0:0', home.at('temp/run_metadata.json')])
    const { out, code } = asNobody(home.path)
    expect(out).toContain('temp/run_metadata.json belongs to user 0: only that user can move it.')
    expect(out).toContain('Cleaned 1 stale sessions')
    expect(code).toBe(0)
    expect(readdirSync(home.at('temp')).filter((name) => name.startsWith('run_'))).toHaveLength(4)
    expect(readdirSync(home.at('failed'))).toEqual(['own'])
  })

  it.runIf(process.getuid?.() === 0).each(['temp', 'failed'])(
    'are files in %s where nothing may be written: nothing is changed, and why is said',
    (closed) => {
      using home = temporaryHome()
      fillForCleanUp({ home })
      giveTo(home.path)
      chmodSync(home.at(closed), 0o500)
      const before = snapshotTree(home.results)
      const { out, err, code } = asNobody(home.path)
      expect(`${out}${err}`).toMatch(/EACCES|permission/)
      expect(code).toBe(1)
      expect(snapshotTree(home.results)).toEqual(before)
    },
  )
})

describe('a plan', () => {
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
    await using place = filled()
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
    await using place = filled()
    const plan = await place.plan(CLEAN_UP)
    await place.execute(plan)
    expect(await refusalOf(place.execute(plan))).toMatchObject({ code: 'plan_used' })
    expect(await refusalOf(place.execute({ ...plan, id: 'nothing' }))).toMatchObject({
      code: 'plan_not_found',
    })
  })

  it.each(['viewer', 'share'] as const)('is neither made nor carried out by a %s', async (role) => {
    await using place = filled()
    const plan = await place.plan(CLEAN_UP)
    const before = place.tree()
    const by: Identity = { role, name: 'v', via: 'token', tokenId: 'x' }
    await expect(place.recovery.plan(by, CLEAN_UP)).rejects.toMatchObject({ code: 'refused' })
    for await (const event of place.recovery.execute(by, plan.id, null))
      expect(event).toMatchObject({ kind: 'refused', code: 'refused' })
    expect(place.tree()).toEqual(before)
  })

  it('that is final is carried out only where its word was typed', async () => {
    await using place = filled()
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

describe('undo', () => {
  it('brings back paths, bytes, modes and times, and undoing that cleans up again', async () => {
    await using place = filled()
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
    await using place = filled()
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
    await using place = filled()
    const operation = await place.execute(await place.plan(CLEAN_UP))
    appendFileSync(place.home.at('failed/run/recovery_report.json'), 'a note of mine')
    await expect(place.plan({ action: 'undo', operation: operation.id })).rejects.toMatchObject({
      message: expect.stringContaining('failed/run/recovery_report.json was edited since'),
    })
  })

  it('leaves out what changed since, and says so', async () => {
    await using place = filled()
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
    await using place = filled()
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
    await using place = filled()
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
    await using place = filled()
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
    await using place = filled()
    rmSync(place.home.at('integrated'), { recursive: true })
    symlinkSync('/tmp', place.home.at('integrated'))
    place.home.write('running', 'a file where a directory belongs')
    expect(await place.execute(await place.plan(CLEAN_UP))).toMatchObject({ status: 'done', undoable: true })
  })
})

describe('a session that goes on', () => {
  it('in completed/ is drift as well', async () => {
    await using place = filled()
    const plan = await place.plan(CLEAN_UP)
    place.home.result({ session_id: 'run' }, { directory: 'completed/run', name: 'late.json' })
    expect(await refusalOf(place.execute(plan))).toMatchObject({
      code: 'drift',
      drift: [{ name: 'run', changes: ['completed/run/late.json has come.'] }],
    })
  })

  it('is not moved away by undoing what brought it back', async () => {
    await using place = filled()
    const cleaned = await place.execute(await place.plan(CLEAN_UP))
    const undone = await place.execute(await place.plan({ action: 'undo', operation: cleaned.id }))
    place.home.result({ session_id: 'run' }, { name: 'new.json' })
    const before = place.tree()
    await expect(place.plan({ action: 'undo', operation: undone.id })).rejects.toMatchObject({
      code: 'nothing_to_do',
      message: expect.stringContaining('Its session has gone on: temp/new.json has come.'),
    })
    expect(place.tree()).toEqual(before)
  })
})

describe('several at once', () => {
  it('are one that executes, and others that say why not', async () => {
    await using place = filled()
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
    await using place = filled({ 'lock-wait': '50ms' })
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
    await using place = filled()
    const plan = await place.plan(CLEAN_UP)
    const outdated = await place.plan(CLEAN_UP)
    await place.execute(plan)
    await refusalOf(place.execute(outdated))
    const { rows } = place.recovery.audit({
      user: null,
      action: null,
      outcome: null,
      fromMs: null,
      untilMs: null,
      beforeSeq: null,
      limit: 10,
    })
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
    await using place = filled()
    const plan = await place.plan(CLEAN_UP)
    place.recovery.close()
    writeFileSync(join(place.home.path, 'monitor/journal.db'), 'no database')
    const before = place.tree()
    expect(await refusalOf(place.execute(plan))).toMatchObject({ code: 'journal_damaged' })
    expect(place.tree()).toEqual(before)
  })
})
