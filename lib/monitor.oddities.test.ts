import { spawnSync } from 'node:child_process'
import { chmodSync, linkSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createMonitor } from '#lib/monitor.ts'
import { hookResult, hookText } from '#lib/testing/hook-files.ts'
import { configOf, readHome } from '#lib/testing/read-home.ts'
import { asNobody, readableByNobody } from '#lib/testing/run-as-nobody.ts'
import { runTrinitas } from '#lib/testing/run-command.ts'
import { setAge, type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'

const BROKEN_NAME = '1795468211_20261123_211011_1.json'

/** What the first reading of a home says and, with the database that this made, the second. Both must be the same. */
async function readTwice(home: TemporaryHome) {
  rmSync(join(home.path, 'monitor'), { recursive: true, force: true })
  const first = await readHome(home.path)
  expect(await readHome(home.path)).toEqual(first)
  return first
}

/** Numbers and places that no hook writes, and that files may hold all the same. */
describe('a home with oddities', () => {
  it.each([3e7, 2 ** 53 - 1])(
    'that expects %i results is read, and says how many are missing',
    async (count) => {
      using home = temporaryHome()
      home.result({ session_id: 's' }, { directory: 'completed/s' })
      home.write('completed/s/s_metadata.json', JSON.stringify({ expected_count: count }))
      const monitor = createMonitor(configOf(home.path), { watch: false })
      expect(await monitor.session('s')).toMatchObject({ missing: count - 1, runs: [{ outcome: 'success' }] })
      await monitor.close()
    },
  )

  it.each(['1e17', '1800000000000000000', '-5', '"12"', '{}', '1e999'])(
    'takes %s for no execution time',
    async (time) => {
      using home = temporaryHome()
      const text = hookText(hookResult({ session_id: 's' }, Date.now())).replace('1500', time)
      home.write('completed/s/a.json', text)
      const { sessions, problems } = await readTwice(home)
      expect(problems).toMatchObject([{ code: 'invalid_field' }])
      expect(sessions.get('s')).toMatchObject({ state: 'completed', durationMs: null })
      expect(Number.isNaN(new Date(sessions.get('s')?.startedAtMs ?? Number.NaN).getTime())).toBe(false)
    },
  )

  it('whose files are from a year that no date can be is printed', () => {
    using home = temporaryHome()
    home.result({ session_id: 's' }, { name: 'a.json' })
    const mountPoint = home.at('temp')
    // Some file systems keep such times, and a temporary one does.
    const script = `mount -t tmpfs tmpfs '${mountPoint}' && echo '{"session_id":"s","status":"success"}' > '${mountPoint}/a.json' && touch -d @9000000000000 '${mountPoint}/a.json' && exec '${process.execPath}' lib/cli/main.ts status --json --home '${home.path}'`
    const { stdout, stderr } = spawnSync(
      'unshare',
      ['--user', '--map-root-user', '--mount', 'sh', '-c', script],
      {
        encoding: 'utf8',
      },
    )
    expect([stderr, JSON.parse(stdout).sessions.length]).toEqual(['', 1])
  })

  it('reads a result whose permission was repaired, although it looks as before', () => {
    using home = temporaryHome()
    readableByNobody(home)
    const path = home.at(home.result({ session_id: 's' }, { directory: 'completed/s' }))
    chmodSync(path, 0)
    expect(asNobody(home)).toMatchObject({ counts: { failed: 1 }, problems: [{ code: 'no_permission' }] })
    chmodSync(path, 0o644)
    expect(asNobody(home)).toMatchObject({ counts: { completed: 1 }, problems: [] })
  })

  it('keeps what it knew of a directory that may be listed but not entered, and says so', () => {
    using home = temporaryHome()
    readableByNobody(home)
    home.result({ session_id: 'known' }, { directory: 'completed/known' })
    expect(asNobody(home)).toMatchObject({ counts: { completed: 1 } })
    home.result({ session_id: 'new' }, { directory: 'completed/new' })
    for (const id of ['known', 'new']) chmodSync(home.at(`completed/${id}`), 0o444)
    expect(asNobody(home, ['--all'])).toMatchObject({
      counts: { completed: 1, failed: 0 },
      sessions: [{ id: 'known', results: 1 }],
      problems: [
        { path: home.at('completed/known'), code: 'no_permission' },
        { path: home.at('completed/new'), code: 'no_permission' },
      ],
    })
    for (const id of ['known', 'new']) chmodSync(home.at(`completed/${id}`), 0o755)
    expect(asNobody(home)).toMatchObject({ counts: { completed: 2 }, problems: [] })
  })

  it('no longer reports a directory that could not be read once it can, or is gone', () => {
    using home = temporaryHome()
    readableByNobody(home)
    for (const id of ['heals', 'goes']) home.result({ session_id: id }, { directory: `completed/${id}` })
    for (const id of ['heals', 'goes']) chmodSync(home.at(`completed/${id}`), 0)
    const deep = home.at('completed/1/2/3/4/5/6/7/8/9')
    mkdirSync(deep, { recursive: true })
    expect(asNobody(home).problems.map(({ code }: { code: string }) => code)).toEqual([
      'no_permission',
      'no_permission',
      'too_deep',
    ])
    chmodSync(home.at('completed/heals'), 0o755)
    rmSync(home.at('completed/goes'), { recursive: true })
    rmSync(home.at('completed/1'), { recursive: true })
    expect(asNobody(home)).toMatchObject({ counts: { completed: 1 }, problems: [] })
    expect(asNobody(home)).toMatchObject({ counts: { completed: 1 }, problems: [] })
  })

  it('no longer reports an area that was a link once it is a directory, nor when that is gone', async () => {
    using home = temporaryHome()
    rmSync(home.at('failed'), { recursive: true })
    symlinkSync('/etc', home.at('failed'))
    expect((await readHome(home.path)).problems).toMatchObject([{ path: 'failed', code: 'symlink' }])
    rmSync(home.at('failed'))
    mkdirSync(home.at('failed'))
    expect((await readHome(home.path)).problems).toEqual([])
    rmSync(home.at('failed'), { recursive: true })
    expect((await readHome(home.path)).problems).toEqual([])
  })

  it('finds the session of what cannot be read by ids that can, whatever was read first', async () => {
    using home = temporaryHome()
    home.write(`temp/my_run_code_review_${BROKEN_NAME}`, '')
    expect([...(await readTwice(home)).sessions.keys()]).toEqual(['my_run_code'])
    const good = home.result({ session_id: 'my_run' })
    const later = await readHome(home.path)
    expect(later).toEqual(await readTwice(home))
    expect(later.sessions.get('my_run')).toMatchObject({ results: 2, errors: 1 })
    expect([...later.sessions.keys()]).toEqual(['my_run'])
    const { out } = runTrinitas(['status', '--home', home.path])
    expect(out).toContain('1 of 2 results failed')
    rmSync(home.at(good))
    expect([...(await readHome(home.path)).sessions.keys()]).toEqual(['my_run_code'])
  })

  it('says the same of a session that is half moved, as text and as JSON', () => {
    using home = temporaryHome()
    home.result({ session_id: 's' }, { ageMs: 600_000 })
    home.result({ session_id: 's', subagent_type: 'other' }, { directory: 'completed/s' })
    expect(runTrinitas(['status', '--home', home.path]).out).toMatch(/✅ Active session: s \(age: 1\ds\)/)
    expect(JSON.parse(runTrinitas(['status', '--json', '--home', home.path]).out).sessions).toMatchObject([
      { id: 's', state: 'active', results: 2 },
    ])
  })

  it('counts a file once that has two names, as what it is worse', async () => {
    using home = temporaryHome()
    const [moving, failed] = [
      home.result({ session_id: 'moving' }, { name: 'm.json' }),
      home.result({ session_id: 'failed' }, { directory: 'failed/failed', name: 'f.json' }),
    ]
    for (const id of ['moving', 'failed']) mkdirSync(home.at(`completed/${id}`))
    linkSync(home.at(moving), home.at('completed/moving/m.json'))
    linkSync(home.at(failed), home.at('completed/failed/f.json'))
    const { sessions } = await readTwice(home)
    expect(sessions.get('moving')).toMatchObject({ state: 'active', results: 1 })
    expect(sessions.get('failed')).toMatchObject({ state: 'failed', results: 1 })
    const { out } = runTrinitas(['performance', '--json', '--home', home.path])
    expect(JSON.parse(out)).toMatchObject({ results: 2, sessions: 2 })
    rmSync(home.at(moving))
    expect((await readHome(home.path)).sessions.get('moving')).toMatchObject({
      state: 'completed',
      results: 1,
    })
  })

  it('takes a session for failed of which only a report lies in failed/', async () => {
    using home = temporaryHome()
    home.result({ session_id: 's' }, { directory: 'completed/s' })
    home.write('failed/s/recovery_report.json', '{"session_id": "s"}')
    expect((await readTwice(home)).sessions.get('s')).toMatchObject({
      state: 'failed',
      reason: { rule: 'moved_to_failed', evidence: 'Lies in failed/s/.' },
    })
  })

  it('reads names that hold a backslash or a replacement character', async () => {
    using home = temporaryHome()
    home.result({ session_id: 'C:\\run' }, { directory: 'completed/C:\\run', name: 'C:\\run_a.json' })
    home.write('integrated/C:\\run_integrated.json', '{"session_id": "C:\\\\run"}')
    home.result({ session_id: 'odd' }, { directory: 'completed/odd', name: 'odd_\uFFFD.json' })
    const { sessions, problems } = await readTwice(home)
    expect(problems).toEqual([])
    expect(sessions.get('C:\\run')).toMatchObject({ state: 'completed', integrated: true })
    expect(sessions.get('odd')?.state).toBe('completed')
    expect(runTrinitas(['health', 'C:\\run', '--home', home.path]).code).toBe(0)
    const monitor = createMonitor(configOf(home.path), { watch: false })
    const found = []
    for await (const event of monitor.searchAnswers('Answer of', new AbortController().signal))
      found.push(event)
    expect(found.at(-1)).toEqual({ kind: 'done', searched: 2, hits: 2, limited: false })
    await monitor.close()
  })

  it('keeps ids apart that hold half a character, by the names of their files', async () => {
    using home = temporaryHome()
    const text = (id: string) =>
      `{"session_id": "${id}", "status": "success", "task_id": "a", "subagent_type": "a"}`
    home.write('completed/one/a.json', text('\\ud800'))
    home.write('completed/two/a.json', text('\\ud801'))
    const { sessions, problems } = await readTwice(home)
    expect([...sessions.keys()].sort()).toEqual(['one', 'two'])
    expect(problems[0]?.detail).toContain('"session_id" is')
  })

  it.each([
    [
      '{"session_id": "s", "status": 5}',
      'Expected a result with a "status"; missing: task_id, subagent_type, timestamp; "status" is 5, expected text.',
    ],
    [
      '{\n "session_id": "s",\n "execution_time_ms": N/A,\n "status": "success"}',
      'Not JSON: unexpected "N" in line 3.',
    ],
    [
      `{"session_id": "${'x'.repeat(256)}", "status": "success", "task_id": "a", "subagent_type": "a", "timestamp": "2026-11-23T21:10:11Z"}`,
      '"session_id" is text of 256 characters, expected text of at most 255 characters.',
    ],
  ])('says of %j what is wrong with it', async (content, detail) => {
    using home = temporaryHome()
    home.write('completed/s/a.json', content)
    expect((await readTwice(home)).problems).toMatchObject([{ detail }])
  })

  it('keeps the id of a file with a bad byte behind it', async () => {
    using home = temporaryHome()
    const bytes = Buffer.from(hookText(hookResult({ session_id: 'team_run' }, Date.now())))
    bytes[bytes.length - 30] = 0xff
    home.write('temp/team_run_code_review_1795468211_20261123_211011_1.json', bytes)
    const { sessions } = await readTwice(home)
    expect([...sessions.keys()]).toEqual(['team_run'])
  })

  it('reads a large file whose fields stand behind others, and does not call unknown what it did not read', async () => {
    using home = temporaryHome()
    const large = (path: string, head: string, tail: string): void => {
      const file = home.write(path, head)
      truncateSync(file, 33 * 1024 * 1024)
      writeFileSync(file, tail, { flag: 'a' })
      setAge(file, 60_000)
    }
    large(
      'completed/a/a.json',
      '{"session_id":"a","metadata":{"project_dir":"/x"},"status":"success","result":"',
      '"}\n',
    )
    large(
      'completed/b/b.json',
      '{"session_id":"b","result":"',
      `","status":"error","metadata":${JSON.stringify(Object.fromEntries(Array.from({ length: 15_000 }, (_, nth) => [`k${nth}`, nth])))}}`,
    )
    large(
      'completed/c/c.json',
      '{"session_id":"c","result":"',
      `","status":"success","more":"${'x'.repeat(300_000)}"}`,
    )
    const startedMs = performance.now()
    const { sessions, problems } = await readTwice(home)
    expect(performance.now() - startedMs).toBeLessThan(5000)
    expect([...sessions].map(([id, { state }]) => [id, state]).sort()).toEqual([
      ['a', 'completed'],
      ['b', 'failed'],
      ['c', 'failed'],
    ])
    expect(problems).toMatchObject([
      {
        path: 'completed/c/c.json',
        code: 'not_fully_checked',
        detail: expect.stringContaining('so large is not read'),
      },
    ])
  })
})

describe('a home that is none', () => {
  it('is said to be a link that leads nowhere', () => {
    using home = temporaryHome()
    rmSync(home.results, { recursive: true })
    symlinkSync('/nowhere/at/all', home.results)
    const { code, err } = runTrinitas(['status', '--json', '--home', home.path])
    expect([code, err]).toEqual([2, expect.stringContaining('a symbolic link that leads nowhere')])
  })

  it('is never the directory that a command happens to run in', () => {
    using home = temporaryHome()
    const { code, err } = runTrinitas(['status', '--home', ''], { cwd: home.path })
    expect([code, err]).toEqual([2, expect.stringContaining('--home is empty: expected a path')])
  })
})
