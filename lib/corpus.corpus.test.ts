import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { performanceContract, type StatusReport, statusContract } from '#lib/model/contracts.ts'
import { healthContract } from '#lib/model/health-contract.ts'
import { corpus, layOutCorpus } from '#lib/testing/lay-out-corpus.ts'
import { readHome } from '#lib/testing/read-home.ts'
import { runTrinitas } from '#lib/testing/run-command.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'

// Without the corpus there is nothing that this suite could read.
describe.runIf(corpus !== undefined)('files that the original hooks really wrote', () => {
  let home = ''
  let report: StatusReport

  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'trinitas-corpus-'))
    layOutCorpus(home)
    report = statusContract.parse(JSON.parse(runTrinitas(['status', '--json', '--all', '--home', home]).out))
  })
  afterAll(() => rmSync(home, { recursive: true, force: true }))

  it('show 6 active, 7 stale, 8 failed and 22 completed sessions', () => {
    expect(report.counts).toEqual({ active: 6, stale: 7, failed: 8, completed: 22 })
  })

  it('show 13 sessions in temp, of which three are named by the second and hold one result', () => {
    const running = report.sessions.filter(({ state }) => state === 'active' || state === 'stale')
    expect(running).toHaveLength(13)
    expect(running.filter(({ id, results }) => /^\d{8}_\d{6}$/.test(id) && results === 1)).toHaveLength(3)
    const quietMinutes = running.map(
      ({ lastActivityAt }) => (Date.parse(report.generatedAt) - Date.parse(lastActivityAt)) / 60_000,
    )
    expect(quietMinutes.filter((minutes) => minutes > 30)).toHaveLength(4)
    expect(quietMinutes.filter((minutes) => minutes > 60)).toHaveLength(3)
    expect(quietMinutes.filter((minutes) => minutes > 120)).toHaveLength(2)
  })

  it('show 30 finished sessions, of which four were never integrated', () => {
    const finished = report.sessions.filter(({ state }) => state === 'failed' || state === 'completed')
    expect(finished).toHaveLength(30)
    expect(finished.filter(({ integrated }) => !integrated)).toHaveLength(4)
  })

  it('show one problem: the result whose execution time is 12.5s, in a session that was not integrated', async () => {
    expect(report.problems).toMatchObject([{ code: 'invalid_json' }])
    const { problems, sessions } = await readHome(home)
    const session = sessions.get(problems[0]?.sessionId ?? '')
    expect(session).toMatchObject({
      state: 'failed',
      integrated: false,
      reason: { rule: 'unreadable_result' },
    })
  })

  it('are judged by a health check, in the words of the report that the original wrote', () => {
    const { code, out } = runTrinitas(['health-check', '--no-report', '--home', home], {
      env: { HOME: home },
    })
    expect(code).toBe(1)
    const { checks } = healthContract.parse(
      JSON.parse(
        runTrinitas(['health-check', '--json', '--no-report', '--home', home], { env: { HOME: home } }).out,
      ),
    )
    expect(Object.fromEntries(checks.map(({ id, result }) => [id, result]))).toMatchObject({
      directories: 'ok',
      hooks: 'warning',
      hook_calls: 'warning',
      errors: 'ok',
      temporary_files: 'warning',
      broken_files: 'warning',
      integration: 'warning',
    })
    const theirs = readFileSync(join(home, 'logs/health_report_20261123_211055.txt'), 'utf8').split('\n')
    const [title, generated, rule] = out.split('\n')
    expect([title, rule]).toEqual([theirs[0], theirs[2]])
    expect(generated).toMatch(/^Generated: \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d UTC \d{4}$/)
    expect(out).toMatch(/^Total Issues Found: \d+$/m)
    expect(out).toContain('\nRecommendations:\n1. ')
  })

  it('are cleaned up and recovered as their ages say, and undone byte for byte', () => {
    const place = mkdtempSync(join(tmpdir(), 'trinitas-corpus-'))
    try {
      layOutCorpus(place)
      const results = join(place, 'parallel_results')
      const treeOf = (): string[] => snapshotTree(results, { without: ['.trash', '.quarantine'] })
      const run = (...args: string[]) => runTrinitas([...args, '--home', place])
      const before = treeOf()
      const cleaned = JSON.parse(run('cleanup', '--yes', '--json').out)
      expect(cleaned).toMatchObject({ cleaned: 2, operation: { status: 'done' } })
      const recovered = JSON.parse(run('recover', '--auto-fix', '--json').out)
      expect(recovered).toMatchObject({ status: 'done', sessions_moved: 2 })
      expect(JSON.parse(run('status', '--json').out).counts).toMatchObject({ active: 6, stale: 3 })
      for (const { id } of [...recovered.operations.toReversed(), cleaned.operation])
        expect(run('undo', id, '--yes').code).toBe(0)
      expect(treeOf()).toEqual(before)
      expect(run('audit', '--verify').out).toContain('The chain is unbroken: 24 entries.')
    } finally {
      rmSync(place, { recursive: true, force: true })
    }
  })

  it('say the same as text, in the wording of the original', () => {
    const { out, code } = runTrinitas(['status', '--home', home])
    expect(out).toContain('Active sessions: 6\nStale sessions: 7\n')
    expect(out.match(/^✅ Active session: \S+ \(age: \d+s\)$/gm)).toHaveLength(6)
    expect(code).toBe(1)
  })

  it('have execution times, and none of 0', () => {
    const { out } = runTrinitas(['performance', '--json', '--home', home])
    const { averageExecutionMs, agents, results } = performanceContract.parse(JSON.parse(out))
    expect(averageExecutionMs).toBeGreaterThan(1000)
    expect(agents.map(({ results: count }) => count).reduce((sum, count) => sum + count, 0)).toBe(results)
    expect(agents.every(({ p50Ms }) => p50Ms !== null && p50Ms > 0)).toBe(true)
  })

  it('are only read', () => {
    const before = snapshotTree(home, { without: ['monitor'] })
    runTrinitas(['status', '--json', '--home', home])
    runTrinitas(['monitor', '--once', '--home', home])
    expect(snapshotTree(home, { without: ['monitor'] })).toEqual(before)
  })
})
