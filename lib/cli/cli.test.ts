import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { createAlertLog } from '#lib/alert-log/alert-log.ts'
import { contractSchemas, performanceContract, statusContract } from '#lib/model/contracts.ts'
import { root, runTrinitas } from '#lib/testing/run-command.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { startAgent } from '#lib/testing/start-agent.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'

const MINUTE_MS = 60_000

/** One active session, one stale with an error, one completed and integrated, one failed by a broken file. */
function filled(): TemporaryHome {
  const home = temporaryHome()
  home.result({ session_id: 'abc123' }, { ageMs: 45_000 })
  home.result({ session_id: 'def456' }, { ageMs: 12 * MINUTE_MS })
  home.result(
    { session_id: 'def456', subagent_type: 'vector-auditor', status: 'timeout', error: 'No answer' },
    { ageMs: 12 * MINUTE_MS, name: 'v.json' },
  )
  home.write('temp/def456_metadata.json', '{"expected_count": 3}', { ageMs: 12 * MINUTE_MS })
  home.result(
    { session_id: 'done', execution_time_ms: 0 },
    { directory: 'completed/done', ageMs: 60 * MINUTE_MS },
  )
  home.write('integrated/done_integrated.json', '{"session_id": "done"}', { ageMs: 60 * MINUTE_MS })
  home.write('completed/broken/broken.json', '{"session_id": "broken", "execution_time_ms": 12.5s}', {
    ageMs: 60 * MINUTE_MS,
  })
  return home
}

describe('trinitas status', () => {
  it('prints the lines that users of the original know, and exits with 1 while something is stale', () => {
    using home = filled()
    const { out, err, code } = runTrinitas(['status', '--home', home.path])
    expect(out).toMatch(
      /^=== Active Sessions ===\n✅ Active session: abc123 \(age: 4[5-9]s\)\n⚠️ {2}Stale session: def456 \(age: 72\ds\)\n {3}❌ 1 of 2 results failed\n\nActive sessions: 1\nStale sessions: 1\n$/,
    )
    expect([err, code]).toEqual(['', 1])
  })

  it('says that there is nothing, and exits with 0', () => {
    using home = temporaryHome()
    expect(runTrinitas(['status', '--home', home.path])).toEqual({
      code: 0,
      err: '',
      out: '=== Active Sessions ===\n\nActive sessions: 0\nStale sessions: 0\n',
    })
  })

  it('reads temp alone: what is finished costs it nothing and is not touched', () => {
    using home = filled()
    const before = snapshotTree(home.path)
    runTrinitas(['status', '--home', home.path])
    expect(snapshotTree(home.path)).toEqual(before)
  })

  it('knows of the same problems as --json, whatever lies in temp', () => {
    using home = temporaryHome()
    home.write('temp/broken.json', '{"session_id": "broken", "task')
    home.write('temp/a/b/c/d/e/f/g/h/deep.json', '{}')
    home.write('temp/empty.json', '')
    home.write('temp/noise.txt', 'no JSON at all')
    symlinkSync('/etc/passwd', home.at('temp/link'))
    symlinkSync('/etc', home.at('temp/directory'))
    spawnSync('mkfifo', [home.at('temp/pipe.json'), home.at('temp/pipe')])
    const unnameable = [Buffer.from(`${home.at('temp')}/bad-`), Buffer.from([0xff]), Buffer.from('.json')]
    writeFileSync(Buffer.concat(unnameable), '{}')
    const text = runTrinitas(['status', '--home', home.path]).out
    const { problems } = JSON.parse(runTrinitas(['status', '--json', '--home', home.path]).out)
    const inText = [...text.matchAll(/^❌ (.+?): (.+)$/gm)].map(([, path, detail]) => `${path}: ${detail}`)
    const inJson = problems.map(
      ({ path, detail }: { path: string; detail: string }) =>
        `${path.slice(home.results.length + 1)}: ${detail}`,
    )
    expect(inText.sort()).toEqual(inJson.sort())
    expect(inText).toHaveLength(8)
  })

  it('says of agents that were seen to start how many have answered, and for whom it waits', () => {
    using home = temporaryHome()
    for (const subagent_type of ['one', 'two', 'three'])
      startAgent(home, { session_id: 's', subagent_type }, { ageMs: subagent_type === 'two' ? 60_000 : 0 })
    const { out, code } = runTrinitas(['status', '--home', home.path])
    expect(out).toMatch(
      /^✅ Active session: s \(age: \d+s\)\n {3}⏳ 0 of 3, waiting for two and 2 more for 1 min$/m,
    )
    expect(code).toBe(0)
    const { sessions } = statusContract.parse(
      JSON.parse(runTrinitas(['status', '--json', '--home', home.path]).out),
    )
    expect(sessions).toMatchObject([
      { state: 'active', results: 0, expected: 3, running: 3, waitingFor: { agent: 'two' }, usage: null },
    ])
  })

  it('works with an empty PATH, through symlinks, from any directory', () => {
    using home = filled()
    symlinkSync(`${root}bin/trinitas`, join(home.path, 'first'))
    symlinkSync('first', join(home.path, 'second'))
    const { out, code } = runTrinitas(['status'], {
      binary: join(home.path, 'second'),
      cwd: home.results,
      env: { PATH: '', TRINITAS_HOME: home.path },
    })
    expect(out).toContain('Active sessions: 1')
    expect(code).toBe(1)
  })

  it('keeps its JSON contract, running sessions first, and finished ones with --all', () => {
    using home = filled()
    const { out, code } = runTrinitas(['status', '--json', '--all', '--home', home.path])
    const report = statusContract.parse(JSON.parse(out))
    expect(code).toBe(1)
    expect(report).toMatchObject({
      home: home.path,
      counts: { active: 1, stale: 1, failed: 1, completed: 1 },
      sessions: [
        { id: 'abc123', state: 'active', integrated: false, results: 1, expected: null, errors: 0 },
        { id: 'def456', state: 'stale', results: 2, expected: 3, errors: 1 },
        { state: expect.stringMatching(/failed|completed/) },
        { state: expect.stringMatching(/failed|completed/) },
      ],
      problems: [{ path: home.at('completed/broken/broken.json'), code: 'invalid_json' }],
    })
    const running = statusContract.parse(
      JSON.parse(runTrinitas(['status', '--json', '--home', home.path]).out),
    )
    expect(running.sessions.map(({ id }) => id)).toEqual(['abc123', 'def456'])
    expect(running.counts).toEqual(report.counts)
  })

  it('writes control characters of an id as their code, so that no file steers a terminal', () => {
    using home = temporaryHome()
    home.result({ session_id: '\u001b[2Jevil\n✅ Active session: fake' })
    const { out } = runTrinitas(['status', '--home', home.path])
    expect(out).not.toContain('\u001b')
    expect(out.split('\n').filter((line) => line.startsWith('✅'))).toHaveLength(1)
  })

  it('uses colours on a terminal only', () => {
    using home = filled()
    expect(runTrinitas(['status', '--home', home.path]).out).not.toContain('\u001b[')
    const onTerminal = spawnSync(
      'script',
      ['-qec', `'${root}bin/trinitas' status --home '${home.path}'`, '/dev/null'],
      {
        encoding: 'utf8',
        env: { PATH: '/usr/bin:/bin', TERM: 'xterm-256color', NODE_ENV: 'production' },
      },
    )
    expect(onTerminal.stdout).toContain('\u001b[32m✅ Active session: abc123')
  })

  it('ends quietly when whoever reads it has seen enough', () => {
    using home = filled()
    const { stderr, stdout } = spawnSync(
      'sh',
      ['-c', `'${root}bin/trinitas' status --json --all --home '${home.path}' | head -1`],
      { encoding: 'utf8' },
    )
    expect([stdout, stderr]).toEqual(['{\n', ''])
  })
})

describe('trinitas health', () => {
  it('prints results, expected and errors of one session in the known wording', () => {
    using home = filled()
    const { out, code } = runTrinitas(['health', 'def456', '--home', home.path])
    expect(out).toContain('=== Session Health: def456 ===\n')
    expect(out).toContain('\nResults collected: 2\nExpected results: 3\n')
    expect(out).toContain('❌ Error in v.json: timeout\n')
    expect(code).toBe(1)
  })

  it('is fine with a session that is', () => {
    using home = filled()
    const { out, code } = runTrinitas(['health', 'done', '--home', home.path])
    expect(out).toContain('Results collected: 1\nExpected results: unknown\n')
    expect([out.includes('❌'), code]).toEqual([false, 0])
  })

  it('gives everything it knows as JSON', () => {
    using home = filled()
    const detail = JSON.parse(runTrinitas(['health', 'def456', '--json', '--home', home.path]).out)
    expect(detail).toMatchObject({
      session: { id: 'def456' },
      missing: 1,
    })
  })

  it('says what to do where there is no such session, with 2', () => {
    using home = filled()
    const { out, err, code } = runTrinitas(['health', 'nope', '--home', home.path])
    expect([out, code]).toEqual(['', 2])
    expect(err).toContain('There is no session "nope". "trinitas status --json --all" lists all ids.')
  })
})

describe('trinitas performance', () => {
  it('leaves unknown times out of the average, and keeps the known wording', () => {
    using home = filled()
    const { out, code } = runTrinitas(['performance', '--home', home.path])
    expect(out).toContain(
      '=== Performance Metrics ===\nAverage execution time: 1500ms\nResults directory size: 0MB\n',
    )
    // One of four results timed out: over the guide's 20 %.
    expect(out).toMatch(
      /=== Alerts ===\n✅ average execution time > 5 min: 1\.5 s\n✅ results on disk > 1 GB: [\d.]+ KB\n⚠️ {2}error rate > 20 %: 25 %\n✅ stale sessions > 5: 1\nJudged now, over all results on disk: no dashboard is running\.\n$/,
    )
    expect(code).toBe(1)
  })

  it('ends with 0 while no alert is raised, by the thresholds of the config file', () => {
    using home = filled()
    const config = join(home.path, 'config.jsonc')
    const performance = (alerts: unknown) => {
      writeFileSync(config, JSON.stringify({ alerts }))
      return runTrinitas(['performance', '--home', home.path, '--config', config])
    }
    expect(performance({ rules: { error_rate: { threshold: '30 %' } } })).toMatchObject({
      code: 0,
      out: expect.stringContaining('✅ error rate > 30 %: 25 %'),
    })
    const rules = { error_rate: { enabled: false }, stale_sessions: { threshold: 0 } }
    const { code, out } = performance({ rules })
    expect(out).toContain('–  error rate > 20 %: switched off\n⚠️  stale sessions > 0: 1\n')
    expect(code).toBe(1)
  })

  it('says what a dashboard judged, while it judges', () => {
    using home = filled()
    const nowMs = Date.now()
    const log = createAlertLog(join(home.path, 'monitor'))
    const alert = { agent: null, heldMs: null, unknown: null, toldAtMs: null, told: false }
    const states = {
      mutes: {},
      alerts: [
        {
          ...alert,
          rule: 'error_rate' as const,
          raisedAtMs: null,
          evaluatedAtMs: nowMs,
          value: 0.1,
          threshold: 0.2,
        },
        {
          ...alert,
          rule: 'stale_sessions' as const,
          raisedAtMs: nowMs,
          evaluatedAtMs: nowMs,
          value: 9,
          threshold: 5,
        },
      ],
    }
    log.put(states, [], nowMs)
    const { out, code } = runTrinitas(['performance', '--home', home.path])
    expect(out).toContain(
      '✅ error rate > 20 %: 10 % in the last 1 h\n⚠️  stale sessions > 5: 9\nAs the dashboard judged last.\n',
    )
    expect(code).toBe(1)
    const { alerts } = JSON.parse(runTrinitas(['performance', '--json', '--home', home.path]).out)
    expect(alerts).toMatchObject({ by: 'dashboard' })
    expect(alerts.rules.at(-1)).toMatchObject({ raised: true, since: new Date(nowMs).toISOString() })
    const old = states.alerts.map((of) => ({ ...of, evaluatedAtMs: nowMs - 120_000 }))
    log.put({ mutes: {}, alerts: old }, [], nowMs)
    log.close()
    expect(runTrinitas(['performance', '--home', home.path]).out).toContain('error rate > 20 %: 25 %')
  })

  it('keeps its JSON contract', () => {
    using home = filled()
    const report = performanceContract.parse(
      JSON.parse(runTrinitas(['performance', '--json', '--home', home.path]).out),
    )
    expect(report).toMatchObject({
      averageExecutionMs: 1500,
      results: 4,
      sessions: 4,
      successRate: 0.75,
      errorRate: 0.25,
    })
    expect(report.agents.map(({ agent, results, p95Ms }) => [agent, results, p95Ms])).toEqual([
      ['krukai-optimizer', 3, 1500],
      ['vector-auditor', 1, 1500],
    ])
  })
})

describe('trinitas monitor', () => {
  it('prints sessions, performance and what clean-up would take', () => {
    using home = filled()
    home.result({ session_id: 'ancient' }, { ageMs: 180 * MINUTE_MS })
    const { out, code } = runTrinitas(['monitor', '--once', '--home', home.path])
    for (const part of [
      '=== Active Sessions ===',
      '=== Performance Metrics ===',
      '=== Cleanup Stale Sessions ===',
    ])
      expect(out).toContain(part)
    expect(out).toMatch(
      /Clean-up would take 1 stale session \(quiet for over 2 h\)\n {2}ancient \(age: 108\d\ds\)\n/,
    )
    expect(code).toBe(1)
  })

  it('refreshes until it is interrupted, and then ends with 0', async () => {
    using home = temporaryHome()
    const child = spawn(
      `${root}bin/trinitas`,
      ['monitor', '--json', '--interval', '0.1', '--home', home.path],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    expect(JSON.parse(String((await lines.next()).value))).toMatchObject({ sessions: [] })
    home.result({ session_id: 'new' }, { ageMs: 0 })
    for (let ids: string[] = []; !ids.includes('new'); ) {
      ids = JSON.parse(String((await lines.next()).value)).sessions.map(({ id }: { id: string }) => id)
    }
    child.kill('SIGINT')
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it('cleans up with --auto-cleanup what was quiet for long enough, and nothing without', () => {
    using home = filled()
    home.result({ session_id: 'old' }, { name: 'old.json', ageMs: 3 * 60 * MINUTE_MS })
    const before = snapshotTree(home.results)
    expect(runTrinitas(['monitor', '--once', '--home', home.path]).out).toContain(
      'Clean-up would take 1 stale session (quiet for over 2 h)',
    )
    expect(snapshotTree(home.results)).toEqual(before)
    const { out, err } = runTrinitas(['monitor', '--once', '--auto-cleanup', '--home', home.path])
    expect(out).toContain('Cleaned 1 stale sessions')
    expect(err).toBe('')
    expect(readdirSync(home.at('failed'))).toEqual(['old'])
  })

  it.each(['soon', '0', '-1'])('takes "%s" for no interval', (interval) => {
    using home = temporaryHome()
    const { err, code } = runTrinitas(['monitor', `--interval=${interval}`, '--home', home.path])
    expect(err).toContain('expected seconds such as 10')
    expect(code).toBe(2)
  })
})

describe('the command line', () => {
  it('explains itself', () => {
    expect(runTrinitas(['--help'])).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('health <session>'),
    })
    expect(runTrinitas(['health', '--help'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('Exit codes: 0 fine'),
    })
    expect(runTrinitas(['--version']).out).toMatch(/^trinitas \d+\.\d+\.\d+\n$/)
  })

  it.each([
    [[], 'trinitas <command>'],
    [['dance'], 'There is no command "dance"'],
    [['status', '--nope'], "Unknown option '--nope'"],
    [['status', 'extra'], 'Expected 0 argument(s), found 1'],
    [['health'], 'Expected 1 argument(s), found 0'],
    [
      ['status', '--home', '/nowhere/at/all'],
      'There is no Trinitas home at /nowhere/at/all. Name another with TRINITAS_HOME or --home.',
    ],
    [['status', '--home', '/etc/passwd'], 'it is not a directory'],
    [['status', '--home', '/tmp', '--active-window', 'soon', '--settle', 'x'], '2 settings are wrong'],
  ])('ends %j with 2 and says what was expected', (args, message) => {
    const { out, err, code } = runTrinitas(args)
    expect([out, code]).toEqual(['', 2])
    expect(err).toContain(message)
  })

  it('says how to set it up where that was not done', () => {
    using home = temporaryHome()
    mkdirSync(join(home.path, 'bin'))
    copyFileSync(`${root}bin/trinitas`, join(home.path, 'bin/trinitas'))
    chmodSync(join(home.path, 'bin/trinitas'), 0o755)
    const { err, code } = runTrinitas(['status'], { binary: join(home.path, 'bin/trinitas') })
    expect(err).toContain("run 'npm start' once in")
    expect(code).toBe(2)
  })

  it('has its contracts as JSON Schemas in docs, up to date (npm run schemas)', () => {
    for (const [name, schema] of Object.entries(contractSchemas())) {
      expect(JSON.parse(readFileSync(`${root}docs/${name}`, 'utf8'))).toEqual(schema)
    }
  })

  it('leaves a home that it may not write as it is', () => {
    using home = filled()
    writeFileSync(join(home.path, 'monitor'), '')
    const before = snapshotTree(home.path)
    expect(JSON.parse(runTrinitas(['status', '--json', '--home', home.path]).out).counts.completed).toBe(1)
    expect(snapshotTree(home.path)).toEqual(before)
    expect(readdirSync(home.path)).toContain('monitor')
  })
})
