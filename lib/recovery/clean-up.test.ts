import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, lstatSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  CLEAN_UP,
  filledForCleanUp,
  fillForCleanUp,
  HOUR_MS,
  recoveryHome,
} from '#lib/testing/recovery-home.ts'
import { root, runTrinitas } from '#lib/testing/run-command.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { temporaryHome } from '#lib/testing/temporary-home.ts'

describe('clean-up', () => {
  it('moves a stale session as a whole, and nothing of one whose id begins with its own', async () => {
    await using place = filledForCleanUp()
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
    await using place = filledForCleanUp()
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
    await using place = filledForCleanUp()
    const { home } = place
    home.result({ session_id: 'run' }, { directory: 'completed/run', name: 'c.json', ageMs: 3 * HOUR_MS })
    home.write('running/run/t.json', '{"session_id": "run", "task_id": "t"}', { ageMs: 3 * HOUR_MS })
    await place.execute(await place.plan(CLEAN_UP))
    expect(readdirSync(home.at('failed/run'))).toEqual(expect.arrayContaining(['c.json', 't.json']))
    expect([existsSync(home.at('completed/run')), existsSync(home.at('running/run'))]).toEqual([false, false])
  })

  it('is ended by nothing else that lies in temp, and takes along what cannot be read of the session', async () => {
    await using place = filledForCleanUp()
    const { home } = place
    symlinkSync('/tmp', home.at('temp/old'))
    symlinkSync('/etc/passwd', home.at('temp/run_link.json'))
    spawnSync('mkfifo', [home.at('temp/run_pipe.json')])
    const half = Buffer.concat([Buffer.from('{"session_id": "run", "result": "'), Buffer.from([0xc3, 0x28])])
    home.write('temp/run_half.json', half, { ageMs: 3 * HOUR_MS })
    home.write('temp/run_empty.json', '', { ageMs: 3 * HOUR_MS })
    expect(await place.execute(await place.plan(CLEAN_UP))).toMatchObject({ status: 'done', files: 5 })
    expect(readFileSync(home.at('failed/run/run_half.json'))).toEqual(half)
    expect(readdirSync(home.at('temp')).sort()).toEqual([
      'old',
      'run_1_a.json',
      'run_link.json',
      'run_pipe.json',
    ])
    expect(runTrinitas(['diagnose', '--home', home.path]).out).toMatch(/^Found \d+ issues:\n/)
  })

  it('leaves an active session alone, though somebody names it', async () => {
    await using place = filledForCleanUp()
    const before = place.tree()
    const request = { ...CLEAN_UP, sessions: ['run_1', 'done', 'nobody'] }
    await expect(place.plan(request)).rejects.toMatchObject({
      code: 'all_left_out',
      message: expect.stringMatching(/It is active.*It is completed.*There is no such session/s),
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
    expect(plan.omitted).toEqual([{ name: 'new', reason: 'Beyond the 2 sessions of one run.', later: true }])
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
    await using place = filledForCleanUp()
    using outside = temporaryHome()
    const before = snapshotTree(outside.path)
    if (link === 'failed') rmSync(place.home.at('failed'), { recursive: true })
    symlinkSync(outside.path, place.home.at(link))
    const tree = place.tree()
    await expect(place.plan(CLEAN_UP)).rejects.toMatchObject({
      code: 'all_left_out',
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
