import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { exportContract } from '#lib/model/export-contract.ts'
import { METRICS_TABLES } from '#lib/model/metrics-export.ts'
import { parseOpenMetrics } from '#lib/testing/parse-open-metrics.ts'
import { runTrinitas } from '#lib/testing/run-command.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'

const HOUR_MS = 3_600_000

/** One active session, one that ended two hours ago with an error, one of two days ago. */
function filled(): TemporaryHome {
  const home = temporaryHome()
  home.result({ session_id: 'active-one', execution_time_ms: 1000 })
  home.result(
    {
      session_id: 'canary-session',
      subagent_type: 'vector-auditor',
      status: 'error',
      error: 'canary-error',
      execution_time_ms: 3000,
    },
    { directory: 'completed/canary-session', ageMs: 2 * HOUR_MS },
  )
  home.result({ session_id: 'old' }, { directory: 'completed/old', ageMs: 48 * HOUR_MS })
  return home
}

const run = (home: TemporaryHome, ...args: string[]) => runTrinitas([...args, '--home', home.path])

describe('trinitas export', () => {
  it('prints the names of the original guide, and the whole view, as its contract says', () => {
    using home = filled()
    const { out, err, code } = run(home, 'export', '--format', 'json')
    expect([err, code]).toEqual(['', 0])
    const report = exportContract.parse(JSON.parse(out))
    expect(report).toMatchObject({ active_sessions: 1, success_rate: 0.5, avg_execution_time: 2000 })
    expect(Math.abs(Date.parse(report.timestamp) - Date.now())).toBeLessThan(60_000)
    expect(report.view.agents.map(({ agent }) => agent).sort()).toEqual([
      'krukai-optimizer',
      'vector-auditor',
    ])
    expect(JSON.parse(run(home, 'export', '--json').out).view.totals).toEqual(report.view.totals)
  })

  it('takes the range and the filter that are asked for', () => {
    using home = filled()
    const results = (...args: string[]): number =>
      JSON.parse(run(home, 'export', ...args).out).view.totals.results
    const [from, to] = [3, 1].map((hours) => new Date(Date.now() - hours * HOUR_MS).toISOString())
    expect([
      results('--within', '1h'),
      results('--within', '3d'),
      results('--from', String(from), '--to', String(to)),
      results('--within', '3d', '--agent', 'vector-auditor,nobody'),
      results('--within', '3d', '--status', 'success,timeout'),
      results('--within', '3d', '--project', 'nothing'),
    ]).toEqual([1, 3, 1, 1, 2, 0])
  })

  it.each(METRICS_TABLES)('prints the table %s as CSV', (table) => {
    using home = filled()
    const { out, err, code } = run(home, 'export', '--format', 'csv', '--table', table)
    expect([err, code]).toEqual(['', 0])
    expect(out).toMatch(/^[a-z_0-9]+(,[a-z_0-9]+)+\r\n/)
  })

  it('prints what a scraper reads', () => {
    using home = filled()
    const families = parseOpenMetrics(run(home, 'export', '--format', 'openmetrics').out)
    const results = families.find(({ name }) => name === 'trinitas_results')
    expect(results?.samples.reduce((sum, { value }) => sum + value, 0)).toBe(3)
    expect(run(home, 'export', '--format', 'prometheus').out).toContain(
      '# TYPE trinitas_results_total counter\n',
    )
  })

  it('writes a file for its user alone, and replaces none without being told', () => {
    using home = filled()
    const path = join(home.path, 'out.csv')
    const write = (...more: string[]) =>
      run(home, 'export', '--format', 'csv', '--table', 'agents', '--output', path, ...more)
    expect(write()).toEqual({ code: 0, err: '', out: `Written to ${path}.\n` })
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readFileSync(path, 'utf8')).toMatch(/^agent,results,/)
    expect(write()).toMatchObject({ code: 2, out: '', err: expect.stringContaining('--force') })
    expect(write('--force').code).toBe(0)
  })

  it.each([
    [['--format', 'xml'], '--format is "xml": expected json, csv, openmetrics, prometheus.'],
    [['--format', 'csv'], '--table is "": expected totals, agents,'],
    [['--table', 'agents'], '--table is for --format csv; this is json.'],
    [['--json', '--format', 'csv'], '--json is --format json'],
    [['--within', 'soon'], '--within is "soon": expected a time such as 15m, 24h or 7d'],
    [['--within', '401d'], 'of at most 400 days'],
    [['--within', '0'], '--within is "0"'],
    [['--within', '1h', '--to', '2026-11-24'], '--within is a time that ends now'],
    [['--from', '2026-02-30'], '--from is "2026-02-30": expected a time such as 2026-11-24T10:00:00Z.'],
    [['--from', '5'], '--from is "5": expected a time such as 2026-11-24T10:00:00Z.'],
    [['--from', '2026-11-24', '--to', '2026-11-24'], '--from is not before --to.'],
    [['--from', '2020-01-01'], '--from is more than 400 days before --to'],
    [['--status', 'success,good'], '--status is "good": expected success, error, timeout, interrupted.'],
  ])('refuses %j with 2, saying what was expected', (args, message) => {
    using home = temporaryHome()
    const { out, err, code } = run(home, 'export', ...args)
    expect([out, code]).toEqual(['', 2])
    expect(err).toContain(message)
  })
})

describe('trinitas share --snapshot', () => {
  it('writes one file for its user alone, with only what is asked to be shown', () => {
    using home = filled()
    const path = join(home.path, 'out.html')
    const write = (...more: string[]) => run(home, 'share', '--snapshot', path, ...more)
    expect(write()).toMatchObject({ code: 0, err: '', out: expect.stringContaining(`Written to ${path}.`) })
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const html = readFileSync(path, 'utf8')
    expect(html).toMatch(/^<!doctype html>/)
    expect(html).toContain('vector-auditor')
    for (const word of ['canary', 'checkout-service', home.path]) expect(html).not.toContain(word)
    expect(write()).toMatchObject({ code: 2, err: expect.stringContaining('--force') })
    expect(write('--force', '--show', 'errors,sessions', '--json').out).toBe(
      `${JSON.stringify({ path }, null, 2)}\n`,
    )
    const shown = readFileSync(path, 'utf8')
    expect([shown.includes('canary-error'), shown.includes('canary-session')]).toEqual([true, true])
  })

  it.each([
    [[], '--snapshot FILE'],
    [['--snapshot', '/nowhere/at/all/x.html'], '/nowhere/at/all/x.html cannot be written: ENOENT'],
    [['--snapshot', '/tmp'], '/tmp is a directory'],
    [
      ['--snapshot', '/tmp/x.html', '--show', 'answers'],
      '--show is "answers": expected a list of errors, projects, sessions.',
    ],
    [['--snapshot', '/tmp/x.html', '--show', '__proto__'], '--show is "__proto__"'],
  ])('refuses %j with 2, saying what was expected', (args, message) => {
    using home = temporaryHome()
    const { out, err, code } = run(home, 'share', ...args)
    expect([out, code]).toEqual(['', 2])
    expect(err).toContain(message)
  })
})
