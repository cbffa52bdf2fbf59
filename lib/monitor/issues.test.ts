import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { IssuesReport } from '#lib/model/contracts.ts'
import type { Issue, IssueType } from '#lib/model/issue.ts'
import { createMonitor } from '#lib/monitor.ts'
import { configOf } from '#lib/testing/read-home.ts'
import { asNobody, readableByNobody } from '#lib/testing/run-as-nobody.ts'
import { root } from '#lib/testing/run-command.ts'
import { closeTree, HOOKS, hookAt, soundHome } from '#lib/testing/sound-home.ts'
import { setAge, type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const [INJECTOR, CAPTURE, PREPARE, INTEGRATE] = HOOKS

async function issuesOf(home: TemporaryHome, flags: Record<string, string> = {}): Promise<Issue[]> {
  const monitor = createMonitor(configOf(home.path, flags), { watch: false })
  try {
    return await monitor.issues()
  } finally {
    await monitor.close()
  }
}

async function issueOf(home: TemporaryHome, type: IssueType): Promise<Issue | undefined> {
  return (await issuesOf(home)).find((issue) => issue.type === type)
}

/** What a user without rights is told. */
function toldToNobody(home: TemporaryHome): IssuesReport['issues'] {
  return asNobody(home, [], 'diagnose').issues
}

const names = (issue: Issue | undefined): string[] => issue?.items.map(({ name }) => name) ?? []

describe('a home in which nothing is wrong', () => {
  it('has no issue, and none while a session is at work', async () => {
    using home = soundHome()
    expect(await issuesOf(home)).toEqual([])
    home.result({ session_id: 'busy' })
    closeTree(home)
    expect(await issuesOf(home)).toEqual([])
  })
})

describe('sessions', () => {
  it('that stopped are incomplete after 30 minutes and stale after 2 hours; active ones never', async () => {
    using home = soundHome()
    home.result({ session_id: 'active' }, { ageMs: MINUTE_MS })
    home.result({ session_id: 'quiet' }, { ageMs: 20 * MINUTE_MS })
    home.result({ session_id: 'incomplete' }, { ageMs: 40 * MINUTE_MS })
    home.result({ session_id: 'stale' }, { ageMs: 3 * HOUR_MS })
    closeTree(home)
    const issues = await issuesOf(home)
    expect(issues.map(({ type, action, items }) => [type, action, items.map(({ name }) => name)])).toEqual([
      ['incomplete_session', 'recover', ['stale', 'incomplete']],
      ['stale_session', 'clean_up', ['stale']],
    ])
  })

  it('go by the thresholds that are configured', async () => {
    using home = soundHome()
    home.result({ session_id: 'quiet' }, { ageMs: 20 * MINUTE_MS })
    closeTree(home)
    const flags = { 'recover-after': '10m', 'cleanup-after': '15m' }
    expect((await issuesOf(home, flags)).map(({ type }) => type)).toEqual([
      'incomplete_session',
      'stale_session',
    ])
  })

  it('in completed/ are missing integration unless a file is there that names exactly them', async () => {
    using home = soundHome()
    for (const id of ['run', 'run_1'])
      home.result({ session_id: id }, { directory: `completed/${id}`, ageMs: HOUR_MS })
    home.result({ session_id: 'bad', status: 'error' }, { directory: 'completed/bad', ageMs: HOUR_MS })
    home.result({ session_id: 'moved' }, { directory: 'failed/moved', ageMs: HOUR_MS })
    home.write('integrated/run_1_integrated.json', '{"session_id": "run_1"}')
    expect(names(await issueOf(home, 'missing_integration')).sort()).toEqual(['bad', 'run'])
  })

  it('that are gone leave their integrated file an orphan, and none while one of their files is anywhere', async () => {
    using home = soundHome()
    for (const id of ['gone', 'live', 'failed'])
      home.write(`integrated/${id}_integrated.json`, JSON.stringify({ session_id: id }))
    home.result({ session_id: 'live' })
    home.result({ session_id: 'failed' }, { directory: 'failed/failed' })
    // Whose a broken one is, only its name says.
    home.write('integrated/broken_integrated.json', '{')
    const issue = await issueOf(home, 'orphaned_integration')
    expect(names(issue)).toEqual(['integrated/gone_integrated.json'])
    expect(issue?.certainty).toBe('found')
  })
})

describe('files', () => {
  it('that are corrupted are told of wherever they lie, and not while they are being written', async () => {
    using home = soundHome()
    home.write('temp/t.json', '{"session_id": "t", ')
    home.write('completed/c/c.json', '')
    home.write('failed/f/f.json', new Uint8Array([0x22, 0xff, 0x22]))
    home.write('integrated/i_integrated.json', '[]')
    home.write('temp/w.json', '{"session_id": "w", ', { ageMs: 0 })
    home.write('completed/c/note.txt', 'no JSON at all')
    home.write('running/r/r.json', '{"session_id": "r", ')
    const issue = await issueOf(home, 'corrupted_json')
    expect(issue).toMatchObject({ severity: 'high', count: 4, action: 'repair' })
    expect(names(issue)).toEqual([
      'completed/c/c.json',
      'failed/f/f.json',
      'integrated/i_integrated.json',
      'temp/t.json',
    ])
  })

  it('over 10 MB are large, the largest first', async () => {
    using home = soundHome()
    const sizes = { exact: 10e6, large: 10e6 + 1, larger: 11e6 }
    for (const [id, bytes] of Object.entries(sizes)) {
      const path = home.at(
        home.result({ session_id: id }, { directory: 'completed/large', name: `${id}.json` }),
      )
      truncateSync(path, bytes)
      setAge(path, HOUR_MS)
    }
    expect(names(await issueOf(home, 'large_result'))).toEqual([
      'completed/large/larger.json',
      'completed/large/large.json',
    ])
  })

  it('of the future are those more than 5 minutes ahead, by their change or by their timestamp', async () => {
    using home = soundHome()
    const timestamp = new Date(Date.now() + 10 * MINUTE_MS).toISOString()
    home.result({ session_id: 'a' }, { name: 'changed.json', ageMs: -6 * MINUTE_MS })
    home.result({ session_id: 'b', timestamp }, { name: 'stamped.json' })
    home.result({ session_id: 'c' }, { name: 'near.json', ageMs: -4 * MINUTE_MS })
    const issue = await issueOf(home, 'future_time')
    expect(names(issue)).toEqual(['temp/changed.json', 'temp/stamped.json'])
    expect(issue?.action).toBeNull()
  })

  it('open to others are told of with the directories, and not through links', async () => {
    using home = soundHome()
    const path = home.result({ session_id: 'done' }, { directory: 'completed/done', ageMs: HOUR_MS })
    chmodSync(home.at(path), 0o640)
    chmodSync(home.at('completed'), 0o710)
    symlinkSync('/etc', home.at('completed/link'))
    spawnSync('mkfifo', ['--mode=644', home.at('completed/pipe')])
    mkdirSync(home.at('.trash'), { mode: 0o700 })
    writeFileSync(home.at('.trash/r.json'), '', { mode: 0o644 })
    expect(await issueOf(home, 'loose_permissions')).toMatchObject({
      severity: 'medium',
      count: 2,
      description: '1 file and 1 directory open to other users',
      items: [
        { name: 'completed', evidence: 'Mode 710, expected 700.' },
        { name: path, evidence: 'Mode 640, expected 600.' },
      ],
    })
  })

  it('open to others are counted all, though the first are listed', async () => {
    using home = soundHome()
    for (let at = 0; at < 1100; at += 1) writeFileSync(home.at(`failed/${at}.txt`), '', { mode: 0o644 })
    const issue = await issueOf(home, 'loose_permissions')
    expect([issue?.count, issue?.items.length]).toEqual([1100, 1000])
  })
})

describe('reports', () => {
  const logs = (home: TemporaryHome, name: string, text: string, ageMs = HOUR_MS): string => {
    const path = join(home.path, 'logs', name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    setAge(path, ageMs)
    return path
  }

  it('that are cut short are told of beside failed sessions and in the logs', async () => {
    using home = soundHome()
    home.write('failed/a/recovery_report.json', '{"session_id": "a", ')
    home.write('failed/b/recovery_report.json', '{"session_id": "b"}')
    const cut = logs(home, 'recovery_20261123_211103.json', '{"status": "recovered", "files": [')
    const empty = logs(home, 'recovery_20261124_211103.json', '')
    logs(home, 'recovery_20261122_211103.json', '{"status": "recovered"}')
    logs(home, 'other.json', '{')
    logs(home, 'recovery_20261125_211103.json', '{', 0)
    const issue = await issueOf(home, 'truncated_report')
    expect(names(issue)).toEqual(['failed/a/recovery_report.json', cut, empty])
    expect(await issueOf(home, 'corrupted_json')).toBeUndefined()
  })

  it('behind a link are unknown, and nothing is read there', async () => {
    using home = soundHome()
    using other = temporaryHome()
    const path = logs(other, 'recovery_1.json', '{')
    symlinkSync(dirname(path), join(home.path, 'logs'))
    expect(await issueOf(home, 'truncated_report')).toMatchObject({
      certainty: 'unknown',
      items: [{ name: join(home.path, 'logs'), evidence: expect.stringContaining('symbolic link') }],
    })
  })
})

describe('operations', () => {
  it('that left files on the way are told of once they are at rest, and no others', async () => {
    using home = soundHome()
    home.write('.staging/20261124-000000-aaaaaaaa/0', '{}')
    home.write('temp/.staging/20261124-000000-bbbbbbbb/3', '{}')
    mkdirSync(home.at('.staging/20261124-000000-cccccccc'))
    expect(await issueOf(home, 'interrupted_operation')).toBeUndefined()
    for (const path of ['.staging/20261124-000000-aaaaaaaa', 'temp/.staging/20261124-000000-bbbbbbbb'])
      setAge(home.at(path), 3_600_000)
    const issue = await issueOf(home, 'interrupted_operation')
    expect(issue).toMatchObject({ severity: 'high', count: 2, action: null })
    expect(names(issue)).toEqual([
      '.staging/20261124-000000-aaaaaaaa',
      'temp/.staging/20261124-000000-bbbbbbbb',
    ])
  })
})

describe('hooks', () => {
  it('that are missing, not executable, links or not files are told of one by one', async () => {
    using home = soundHome()
    rmSync(hookAt(home, INJECTOR))
    chmodSync(hookAt(home, CAPTURE), 0o600)
    rmSync(hookAt(home, PREPARE))
    mkdirSync(hookAt(home, PREPARE), { mode: 0o700 })
    rmSync(hookAt(home, INTEGRATE))
    symlinkSync('/bin/true', hookAt(home, INTEGRATE))
    expect(await issuesOf(home)).toMatchObject([
      {
        type: 'hook_failure',
        certainty: 'found',
        count: 4,
        description: '4 of 4 critical hooks failed: 1 missing, 1 not executable, 2 not a regular file',
        items: [
          { name: hookAt(home, INJECTOR), evidence: 'It is missing.' },
          { name: hookAt(home, CAPTURE), evidence: 'It is not executable: its mode is 600.' },
          { name: hookAt(home, PREPARE) },
          { name: hookAt(home, INTEGRATE), evidence: expect.stringContaining('is a symbolic link') },
        ],
      },
    ])
  })

  it('are missing where there is no directory of them, and not looked for behind a link', async () => {
    using home = soundHome()
    using other = soundHome()
    rmSync(join(home.path, 'hooks'), { recursive: true })
    expect((await issueOf(home, 'hook_failure'))?.description).toBe('4 of 4 critical hooks failed: 4 missing')
    symlinkSync(join(other.path, 'hooks'), join(home.path, 'hooks'))
    expect((await issueOf(home, 'hook_failure'))?.description).toBe(
      '4 of 4 critical hooks failed: 4 not a regular file',
    )
  })

  // Only root can give a file away.
  it.runIf(process.geteuid?.() === 0)('of another user are told of', async () => {
    using home = soundHome()
    chownSync(hookAt(home, CAPTURE), 65_534, 65_534)
    expect(await issueOf(home, 'hook_failure')).toMatchObject({
      description: '1 of 4 critical hooks failed: 1 of another user',
      items: [{ name: hookAt(home, CAPTURE), evidence: expect.stringContaining('user 65534') }],
    })
  })
})

describe('the disk', () => {
  const diagnosed = (home: TemporaryHome, options: string): IssuesReport['issues'] => {
    const script = [
      `mount -t tmpfs -o ${options} tmpfs '${home.results}'`,
      `'${process.execPath}' lib/cli/main.ts diagnose --json --home '${home.path}'`,
    ].join(' && ')
    const { stdout, stderr } = spawnSync(
      'unshare',
      ['--user', '--map-root-user', '--mount', 'sh', '-c', script],
      { encoding: 'utf8', cwd: root },
    )
    if (stdout === '') throw new Error(stderr)
    return JSON.parse(stdout).issues
  }
  const diskSpace = expect.objectContaining({ type: 'disk_space' })

  it('that has less than 100 MB left is told of, and one that has more is not', () => {
    using home = soundHome()
    expect(diagnosed(home, 'size=150m')).not.toContainEqual(diskSpace)
    expect(diagnosed(home, 'size=50m')[0]).toMatchObject({
      type: 'disk_space',
      severity: 'critical',
      description: 'Low disk space on 1 file system: 52 MB free',
      items: [{ name: home.results }],
    })
  })

  it('that has inodes for a few files only is told of, and one that counts none is not', () => {
    using home = soundHome()
    expect(diagnosed(home, 'size=150m,nr_inodes=0')).not.toContainEqual(diskSpace)
    expect(diagnosed(home, 'size=150m,nr_inodes=100')[0]?.description).toMatch(
      /^Low disk space on 1 file system: room for \d\d more files$/,
    )
  })
})

describe('what may not be seen', () => {
  it('is said to be unknown', () => {
    using home = soundHome()
    readableByNobody(home)
    spawnSync('chmod', ['-R', 'a+rX', home.path])
    chmodSync(join(home.path, 'monitor'), 0o700)
    mkdirSync(join(home.path, 'logs'))
    for (const closed of ['parallel_results/temp', 'parallel_results/integrated', 'hooks/core', 'logs'])
      chmodSync(join(home.path, closed), 0)
    const issues = toldToNobody(home)
    const isUnknown = (type: IssueType) => issues.find((issue) => issue.type === type)?.certainty
    expect(isUnknown('incomplete_session')).toBe('unknown')
    expect(isUnknown('corrupted_json')).toBe('unknown')
    expect(isUnknown('missing_integration')).toBe('unknown')
    expect(isUnknown('hook_failure')).toBe('unknown')
    expect(isUnknown('truncated_report')).toBe('unknown')
    expect(issues.find(({ type }) => type === 'hook_failure')?.items.map(({ name }) => name)).toEqual([
      hookAt(home, INJECTOR),
    ])
    expect(issues.filter(({ action }) => action !== null).map(({ type }) => type)).toEqual([
      'loose_permissions',
    ])
    const loose = issues.find(({ type }) => type === 'loose_permissions')
    expect(loose?.description).toMatch(/; who may read what is in 4 places is unknown$/)
  })

  it('may hold the session of an integrated file, which is no orphan for that', () => {
    using home = soundHome()
    readableByNobody(home)
    spawnSync('chmod', ['-R', 'a+rX', home.results])
    chmodSync(home.at('completed'), 0)
    const orphaned = toldToNobody(home).find(({ type }) => type === 'orphaned_integration')
    expect(orphaned).toMatchObject({ certainty: 'unknown', items: [{ sessionId: 'done' }] })
  })
})

it('a home that is watched is asked in the thread that reads', async () => {
  using home = soundHome()
  home.result({ session_id: 'stale' }, { ageMs: 3 * HOUR_MS })
  closeTree(home)
  const monitor = createMonitor(configOf(home.path))
  try {
    await monitor.ready()
    expect((await monitor.issues()).map(({ type }) => type)).toEqual(['incomplete_session', 'stale_session'])
  } finally {
    await monitor.close()
  }
})
