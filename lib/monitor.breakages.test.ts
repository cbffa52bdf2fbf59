import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { describe, expect, it } from 'vitest'
import { hookResult, hookText } from '#lib/testing/hook-files.ts'
import { writeManySessions } from '#lib/testing/many-sessions.ts'
import { readHome } from '#lib/testing/read-home.ts'
import { asNobody, readableByNobody } from '#lib/testing/run-as-nobody.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { setAge, temporaryHome } from '#lib/testing/temporary-home.ts'

const HOUR_MS = 3_600_000

/** What breaks the original's programs while they read; none of it may break ours. */
describe('reading a home', () => {
  it('groups results by the id inside the file, with and without a suffix, not by the date', async () => {
    using home = temporaryHome()
    home.result({ session_id: '20261123_211011_e01f0d11' })
    home.result({ session_id: '20261123_211011_e01f0d11', subagent_type: 'vector-auditor' })
    home.result({ session_id: '20261123_211011' })
    home.result({ session_id: '20261123_211012' })
    const { sessions } = await readHome(home.path)
    expect([...sessions.keys()].sort()).toEqual([
      '20261123_211011',
      '20261123_211011_e01f0d11',
      '20261123_211012',
    ])
    expect(sessions.get('20261123_211011_e01f0d11')?.results).toBe(2)
  })

  it('keeps run and run_1 apart, also where only one of them was integrated', async () => {
    using home = temporaryHome()
    home.result({ session_id: 'run' }, { directory: 'completed/run' })
    home.result({ session_id: 'run_1' }, { directory: 'completed/run_1' })
    home.write('integrated/run_1_integrated.json', '{"session_id": "run_1"}')
    const { sessions } = await readHome(home.path)
    expect(sessions.get('run')).toMatchObject({ results: 1, integrated: false })
    expect(sessions.get('run_1')).toMatchObject({ results: 1, integrated: true })
  })

  it('takes the agent from the file, whatever underscores its name holds', async () => {
    using home = temporaryHome()
    home.result({ session_id: 'night_run', subagent_type: 'code_review_agent' })
    const { sessions } = await readHome(home.path)
    expect(sessions.get('night_run')?.agents).toEqual(['code_review_agent'])
  })

  it('believes the id inside where the name says another', async () => {
    using home = temporaryHome()
    home.result({ session_id: 'inside' }, { name: 'outside_agent_1795468211_20261123_211011_1.json' })
    const { sessions } = await readHome(home.path)
    expect([...sessions.keys()]).toEqual(['inside'])
  })

  it('waits for a file that is being written instead of calling it corrupted', async () => {
    using home = temporaryHome()
    home.result({ session_id: 's' })
    home.write('temp/s_agent_1795468211_20261123_211011_2.json', '{"session_id": "s", "result": "half', {
      ageMs: 0,
    })
    const { sessions, problems } = await readHome(home.path)
    expect(problems).toEqual([])
    expect(sessions.get('s')).toMatchObject({ results: 1, errors: 0, state: 'active' })
  })

  it('names a settled file that is cut short, and keeps it with its session', async () => {
    using home = temporaryHome()
    const text = hookText(hookResult({ session_id: 's', subagent_type: 'vector-auditor' }, Date.now()))
    home.write('completed/s/a.json', text.slice(0, -40))
    const { sessions, problems } = await readHome(home.path)
    expect(problems).toMatchObject([{ path: 'completed/s/a.json', code: 'invalid_json', sessionId: 's' }])
    expect(sessions.get('s')).toMatchObject({ state: 'failed', errors: 1, agents: ['vector-auditor'] })
  })

  it.each([
    ['an empty file', '', 'empty_file'],
    ['a NUL file', '\0\0\0', 'invalid_json'],
    ['text', 'no JSON at all', 'invalid_json'],
    ['two objects', '{"session_id":"s"}{"session_id":"s"}', 'invalid_json'],
    ['a list', '[1, 2]', 'not_a_result'],
    ['a number', '12', 'not_a_result'],
    ['null', 'null', 'not_a_result'],
    ['an object without a status', '{"session_id": "s"}', 'not_a_result'],
    [
      'an execution time of 12.5s',
      '{"session_id": "s", "execution_time_ms": 12.5s, "status": "success"}',
      'invalid_json',
    ],
  ])('reports %s with path and reason, and the session has failed by it', async (_what, content, code) => {
    using home = temporaryHome()
    home.write('completed/s/s_agent_1795468211_20261123_211011_1.json', content)
    const { sessions, problems } = await readHome(home.path)
    expect(problems).toMatchObject([
      { code, sessionId: 's', path: 'completed/s/s_agent_1795468211_20261123_211011_1.json' },
    ])
    expect(problems[0]?.detail).not.toBe('')
    expect(sessions.get('s')).toMatchObject({ state: 'failed', results: 1, errors: 1 })
  })

  it('survives one invalid byte anywhere, and says where it is', async () => {
    using home = temporaryHome()
    const bytes = Buffer.from(hookText(hookResult({ session_id: 's' }, Date.now())))
    bytes[100] = 0xff
    home.write('completed/s/s_agent_1795468211_20261123_211011_1.json', bytes)
    home.result({ session_id: 'other' }, { directory: 'completed/other' })
    const { sessions, problems } = await readHome(home.path)
    expect(problems).toMatchObject([{ code: 'invalid_utf8', detail: 'Invalid UTF-8 near byte 100.' }])
    expect(sessions.get('other')?.state).toBe('completed')
  })

  it('takes metadata neither for a result nor for an error', async () => {
    using home = temporaryHome()
    home.result({ session_id: 's' })
    home.write('temp/s_metadata.json', '{"expected_count": 3}')
    const { sessions, problems } = await readHome(home.path)
    expect(sessions.get('s')).toMatchObject({ results: 1, errors: 0, expected: 3 })
    expect(problems).toEqual([])
  })

  it('counts no error for a success whose error is a newline', async () => {
    using home = temporaryHome()
    home.result({ session_id: 's', error: '\n' }, { directory: 'completed/s' })
    const { sessions } = await readHome(home.path)
    expect(sessions.get('s')).toMatchObject({ state: 'completed', errors: 0 })
  })

  it.each(['error', 'timeout', 'interrupted', 'a status nobody defined'])(
    'counts the status "%s" as an error',
    async (status) => {
      using home = temporaryHome()
      home.result({ session_id: 's', status }, { directory: 'completed/s' })
      const { sessions } = await readHome(home.path)
      expect(sessions.get('s')).toMatchObject({
        state: 'failed',
        errors: 1,
        reason: { rule: 'unsuccessful_result' },
      })
    },
  )

  it('takes a time of 0 for unknown, not for instant', async () => {
    using home = temporaryHome()
    home.result({ session_id: 's', execution_time_ms: 0 }, { directory: 'completed/s' })
    const { sessions } = await readHome(home.path)
    expect(sessions.get('s')?.durationMs).toBeNull()
    expect(sessions.get('s')?.startedAtMs).toBeGreaterThan(Date.now() - HOUR_MS)
  })

  it('follows no symlink, of a directory or a file', async () => {
    using home = temporaryHome()
    using elsewhere = temporaryHome()
    elsewhere.result({ session_id: 'elsewhere' }, { directory: 'completed/elsewhere', name: 'r.json' })
    symlinkSync(elsewhere.at('completed/elsewhere'), home.at('failed/elsewhere'))
    symlinkSync(elsewhere.at('completed/elsewhere/r.json'), home.at('temp/elsewhere.json'))
    symlinkSync('/nowhere/at/all', home.at('completed/dangling'))
    const { sessions, problems } = await readHome(home.path)
    expect(sessions.size).toBe(0)
    expect(problems.map(({ path, code }) => [path, code])).toEqual([
      ['completed/dangling', 'symlink'],
      ['failed/elsewhere', 'symlink'],
      ['temp/elsewhere.json', 'symlink'],
    ])
  })

  it('follows a symlink to the home itself, and to the results directory', async () => {
    using home = temporaryHome()
    using aside = temporaryHome()
    home.result({ session_id: 's' })
    rmSync(aside.results, { recursive: true })
    symlinkSync(home.results, aside.results)
    symlinkSync(aside.path, `${home.path}/link`)
    const { sessions } = await readHome(`${home.path}/link`)
    expect([...sessions.keys()]).toEqual(['s'])
  })

  it('does not wait on a pipe', async () => {
    using home = temporaryHome()
    spawnSync('mkfifo', [home.at('temp/pipe.json')])
    const { problems } = await readHome(home.path)
    expect(problems).toMatchObject([{ path: 'temp/pipe.json', code: 'not_a_regular_file' }])
  })

  it('reads past files that vanish and come back while it reads', async () => {
    using home = temporaryHome()
    for (let at = 0; at < 300; at += 1)
      home.result({ session_id: `s${at}` }, { directory: `completed/s${at}` })
    const script =
      'while :; do mkdir -p "$0/completed/z"; echo "{}" > "$0/completed/z/x.json"; echo x > "$0/temp/x.json"; rm -rf "$0/completed/z" "$0/temp/x.json"; done'
    const busy = spawn('sh', ['-c', script, home.results])
    for (let round = 0; round < 10; round += 1) {
      const { sessions } = await readHome(home.path)
      expect([...sessions.values()].filter(({ id, results }) => id !== 'z' && results === 1)).toHaveLength(
        300,
      )
    }
    busy.kill('SIGKILL')
    await once(busy, 'exit')
  })

  it('reports a name that is not UTF-8', async () => {
    using home = temporaryHome()
    writeFileSync(
      Buffer.concat([Buffer.from(`${home.at('temp')}/bad-`), Buffer.from([0xff]), Buffer.from('.json')]),
      '{}',
    )
    const { problems } = await readHome(home.path)
    expect(problems).toMatchObject([{ code: 'unreadable' }])
  })

  it('summarises a 200 MB file from its ends, with bounded memory, and marks it as not fully checked', async () => {
    using home = temporaryHome()
    const head = '{"session_id": "big", "task_id": "a_1", "subagent_type": "vector-auditor", "result": "'
    const path = home.write('completed/big/big.json', head)
    // A hole in the middle: 200 MB that cost no disk.
    truncateSync(path, 200_000_000)
    writeFileSync(
      path,
      '", "status": "error", "execution_time_ms": 5000, "timestamp": "2026-11-23T21:10:11.769Z", "error": "out of budget"}\n',
      { flag: 'a' },
    )
    setAge(path, HOUR_MS)
    const before = process.memoryUsage().rss
    const { sessions, problems } = await readHome(home.path)
    expect(process.memoryUsage().rss - before).toBeLessThan(60_000_000)
    expect(sessions.get('big')).toMatchObject({
      state: 'failed',
      agents: ['vector-auditor'],
      errors: 1,
      sizeBytes: statSync(path).size,
    })
    expect(problems).toEqual([])
  })

  it('reads 100,000 levels of nesting without falling over', async () => {
    using home = temporaryHome()
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    home.write('completed/s/a.json', `{"session_id": "s", "status": "success", "deep": ${deep}}`)
    home.write('completed/s/b.json', `{"session_id": "s", "deep": ${'{"a":'.repeat(100_000)}`)
    const { sessions } = await readHome(home.path)
    expect(sessions.get('s')?.results).toBe(2)
  })

  it('keeps fields of an object called __proto__ to itself', async () => {
    using home = temporaryHome()
    home.write(
      'completed/s/a.json',
      '{"session_id": "s", "status": "success", "__proto__": {"status": "error", "polluted": true}}',
    )
    const { sessions } = await readHome(home.path)
    expect(sessions.get('s')?.state).toBe('completed')
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })

  it('reports a directory without permission as unknown, and keeps what it knew of it', async () => {
    using home = temporaryHome()
    home.result({ session_id: 'known' }, { directory: 'completed/known' })
    const read = () => asNobody(home)
    readableByNobody(home)
    expect(read()).toMatchObject({ counts: { completed: 1 }, problems: [] })
    chmodSync(home.at('completed/known'), 0)
    expect(read()).toMatchObject({
      counts: { completed: 1 },
      problems: [{ path: home.at('completed/known'), code: 'no_permission' }],
    })
    chmodSync(home.at('completed/known'), 0o755)
    expect(read()).toMatchObject({ counts: { completed: 1 }, problems: [] })
  })

  it('joins results of one session wherever they lie', async () => {
    using home = temporaryHome()
    home.result({ session_id: 's' }, { directory: 'completed/s' })
    home.result({ session_id: 's', status: 'error' }, { directory: 'failed/s' })
    home.write('completed/s/s_metadata.json', '{"expected_count": 2}')
    home.write('failed/s/recovery_report.json', '{"session_id": "s"}')
    home.write('integrated/s_integrated.json', '{"session_id": "s"}')
    home.write('integrated/s_summary.md', '# s')
    const { sessions, problems } = await readHome(home.path)
    expect(problems).toEqual([])
    expect([...sessions.values()]).toMatchObject([
      { id: 's', results: 2, expected: 2, errors: 1, integrated: true, state: 'failed' },
    ])
  })

  it('keeps a result that the original recovery called corrupted as evidence of its run', async () => {
    using home = temporaryHome()
    const below = home.result({ session_id: 's' }, { directory: 'completed/s' })
    renameSync(home.at(below), `${home.at(below)}.corrupted`)
    const { sessions, problems } = await readHome(home.path)
    expect(problems).toMatchObject([{ code: 'quarantined', sessionId: 's' }])
    expect(sessions.get('s')).toMatchObject({ state: 'failed', results: 1 })
  })

  it('calls a session failed when fewer results came than were expected', async () => {
    using home = temporaryHome()
    home.result({ session_id: 's' }, { directory: 'completed/s' })
    home.write('completed/s/s_metadata.json', '{"expected_count": 2}')
    const { sessions } = await readHome(home.path)
    expect(sessions.get('s')).toMatchObject({ state: 'failed', reason: { rule: 'missing_result' } })
  })

  it('turns stale after the active window, by the file system and not by the timestamp inside', async () => {
    using home = temporaryHome()
    home.result({ session_id: 'young', timestamp: '2020-01-01T00:00:00.000Z' }, { ageMs: 4 * 60_000 })
    home.result({ session_id: 'old', timestamp: new Date().toISOString() }, { ageMs: 6 * 60_000 })
    const { sessions } = await readHome(home.path)
    expect(sessions.get('young')?.state).toBe('active')
    expect(sessions.get('old')).toMatchObject({
      state: 'stale',
      reason: { rule: 'no_recent_activity', thresholdMs: 300_000 },
    })
  })

  it('reads hostile ids and names as the text that they are', async () => {
    using home = temporaryHome()
    const ids = [
      '..',
      '../../etc',
      'a b',
      'quote\'"',
      '\u202Eevil',
      '<img src=x onerror=alert(1)>',
      '-rf',
      '😀',
      '%2e%2e',
    ]
    for (const [nth, id] of ids.entries()) home.result({ session_id: id }, { name: `file-${nth}.json` })
    const { sessions } = await readHome(home.path)
    expect([...sessions.keys()].sort()).toEqual(ids.sort())
  })

  it('reads a large home with two threads, and misses nothing that is not plain', async () => {
    using home = temporaryHome()
    writeManySessions(home.results, 1500)
    for (let at = 0; at < 10; at += 1) {
      home.write(`completed/broken-${at}/broken.json`, '{')
      home.result({ session_id: `nested-${at}` }, { directory: `completed/some/nested-${at}` })
      symlinkSync('/etc', home.at(`completed/broken-${at}/link`))
    }
    const { sessions, problems } = await readHome(home.path)
    expect(sessions.size).toBe(1520)
    expect([...sessions.values()].filter(({ results }) => results === 5)).toHaveLength(1500)
    expect(problems.map(({ code }) => code).sort()).toEqual([
      ...Array.from({ length: 10 }, () => 'invalid_json'),
      ...Array.from({ length: 10 }, () => 'symlink'),
    ])
    expect((await readHome(home.path)).sessions).toEqual(sessions)
  })

  it('changes nothing below the home but its own database', async () => {
    using home = temporaryHome()
    home.result({ session_id: 's' })
    home.write('temp/broken.json', '{')
    mkdirSync(home.at('temp/empty'))
    const before = snapshotTree(home.path)
    await readHome(home.path)
    expect(snapshotTree(home.path, { without: ['monitor'] })).toEqual(before)
  })
})
