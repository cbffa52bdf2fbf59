import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { METRICS_CHARTS, METRICS_TABLES } from '#lib/model/metrics-export.ts'
import { readXml } from '#lib/testing/check-xml.ts'
import { tokensOfVisitors } from '#lib/testing/every-visitor.ts'
import { parseOpenMetrics } from '#lib/testing/parse-open-metrics.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { type StartedServer, startServer } from '#lib/testing/start-server.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'
import { findPromtool } from '../../scripts/find-promtool.mjs'

const HOSTILE = 'a"b\\c\n\u001b\u202e</svg>'
const OPEN_METRICS = 'application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1'

let home: TemporaryHome
let server: StartedServer
let viewer: string

beforeAll(async () => {
  findPromtool()
  home = temporaryHome()
  home.result({ session_id: 's', subagent_type: HOSTILE, execution_time_ms: 2000 }, { name: 'r.json' })
  home.result({ session_id: 's', status: 'error', error: 'canary-error' }, { name: 'e.json' })
  viewer = tokensOfVisitors(home.path).viewer ?? ''
  server = await startServer(['--home', home.path, '--port', '0', '--require-token'])
  // Both results lie there before it starts, so that its first scan finds them together.
  await vi.waitFor(async () => expect((await (await get('/api/sessions')).json()).total).toBe(1), 20_000)
}, 120_000)
afterAll(async () => {
  await server.end('SIGKILL')
  home.remove()
})

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(server.url + path, { headers: { authorization: `Bearer ${viewer}`, ...headers } })

const named = (response: Response) => [
  response.status,
  response.headers.get('content-type'),
  response.headers.get('content-disposition')?.replace(/\d{4}-\d\d-\d\d/, 'DAY'),
]

describe('GET /metrics', () => {
  it('gives a viewer’s scraper OpenMetrics where it asks for it', async () => {
    const response = await get('/metrics', { accept: OPEN_METRICS })
    expect([response.status, response.headers.get('content-type'), response.headers.get('vary')]).toEqual([
      200,
      'application/openmetrics-text; version=1.0.0; charset=utf-8',
      expect.stringContaining('accept'),
    ])
    const samples = parseOpenMetrics(await response.text()).flatMap((family) => family.samples)
    const count = (status: string) =>
      samples.find(({ name, labels }) => name === 'trinitas_results_total' && labels.status === status)?.value
    expect([count('success'), count('error')]).toEqual([1, 1])
    expect(samples.find(({ labels }) => labels.state === 'active')?.value).toBe(1)
  })

  it('gives anybody else the text format, which promtool accepts', async () => {
    const response = await get('/metrics')
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    const input = await response.text()
    expect(input).toContain('# TYPE trinitas_execution_seconds histogram')
    const { status, stdout, stderr } = spawnSync(findPromtool(), ['check', 'metrics'], {
      input,
      encoding: 'utf8',
    })
    expect([status, stdout + stderr]).toEqual([0, ''])
  })

  it('is for those who are known', async () => {
    expect((await fetch(`${server.url}/metrics`)).status).toBe(401)
  })
})

describe('the metrics as files', () => {
  it.each(METRICS_TABLES)('have %s as CSV', async (table) => {
    const response = await get(`/api/metrics/export?table=${table}&within=1h`)
    expect(named(response)).toEqual([
      200,
      'text/csv; charset=utf-8',
      `attachment; filename="trinitas-${table}-DAY.csv"`,
    ])
    expect(await response.text()).toMatch(/^[a-z_0-9]+(,[a-z_0-9]+)+\r\n/)
  })

  it.each(METRICS_CHARTS)('have %s as a picture', async (chart) => {
    const response = await get(`/api/metrics/chart?chart=${chart}&within=1h&theme=dark&measure=p95`)
    expect(named(response)).toEqual([
      200,
      'image/svg+xml',
      `attachment; filename="trinitas-${chart}-DAY.svg"`,
    ])
    expect(readXml(await response.text())[1]?.attributes.fill).toBe('#14161a')
  })

  it('are a snapshot too, with only what is asked to be shown', async () => {
    const response = await get('/api/metrics/snapshot?within=1h')
    expect(named(response)).toEqual([
      200,
      'text/html; charset=utf-8',
      'attachment; filename="trinitas-metrics-DAY.html"',
    ])
    expect(await response.text()).not.toContain('canary')
    expect(await (await get('/api/metrics/snapshot?within=1h&show=errors')).text()).toContain('canary-error')
  })

  it.each([
    ['/api/metrics/export', 'table: '],
    ['/api/metrics/export?table=answers', 'table: '],
    ['/api/metrics/chart?chart=pie', 'chart: '],
    ['/api/metrics/chart?chart=errors&theme=pink', 'theme: '],
    ['/api/metrics/chart?chart=errors&within=soon', 'within: '],
    ['/api/metrics/snapshot?show=answers', 'show.0: '],
    ['/api/metrics/snapshot?within=custom&from=9&to=8', 'expected a time before'],
  ])('refuse %s, saying what was expected', async (path, message) => {
    const response = await get(path)
    expect(response.status).toBe(400)
    expect((await response.json()).error).toMatchObject({
      code: 'request_invalid',
      message: expect.stringContaining(message),
    })
  })

  it('change nothing below the home', async () => {
    const before = snapshotTree(home.results)
    await Promise.all(
      ['/metrics', '/api/metrics/snapshot', '/api/metrics/chart?chart=errors'].map((path) => get(path)),
    )
    expect(snapshotTree(home.results)).toEqual(before)
  })
})
