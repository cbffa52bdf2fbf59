import { spawnSync } from 'node:child_process'
import { lstatSync, mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HEALTH_CHECKS, type HealthReport, type WrittenReport } from '#lib/model/health.ts'
import { tokensOfVisitors, type Visitor } from '#lib/testing/every-visitor.ts'
import { soundHome } from '#lib/testing/sound-home.ts'
import { type StartedServer, startServer } from '#lib/testing/start-server.ts'
import type { TemporaryHome } from '#lib/testing/temporary-home.ts'

let home: TemporaryHome
let server: StartedServer
let tokens: Record<Visitor, string | null>

beforeAll(async () => {
  home = soundHome()
  // What waits for a writer, and what leads to a file of the system: neither may hold a check up or be shown.
  mkdirSync(join(home.path, '.claude'))
  mkdirSync(join(home.path, 'logs'), { mode: 0o700 })
  spawnSync('mkfifo', [join(home.path, '.claude/settings.json')])
  spawnSync('mkfifo', [join(home.path, 'logs/health_report_1.json')])
  symlinkSync('/etc/passwd', join(home.path, 'logs/health_report_2.json'))
  symlinkSync('/etc/passwd', join(home.path, 'logs/errors.log'))
  server = await startServer(['--home', home.path, '--port', '0', '--require-token'], {
    env: { HOME: home.path },
  })
  tokens = tokensOfVisitors(home.path)
})
afterAll(async () => {
  await server.end('SIGKILL')
  home.remove()
})

const asVisitor = (visitor: Visitor, request: RequestInit = {}): Promise<Response> =>
  fetch(`${server.url}/api/health-checks`, {
    ...request,
    headers: { ...request.headers, authorization: `Bearer ${tokens[visitor] ?? ''}` },
  })

const post = (visitor: Visitor, headers: Record<string, string> = {}): Promise<Response> =>
  asVisitor(visitor, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url, ...headers },
    body: '{"write":"report"}',
  })

/** Size and times of everything but what the product keeps for itself; a pipe cannot be read. */
const stamps = (): string[] =>
  readdirSync(home.path, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.startsWith('monitor'))
    .map((name) => {
      const { size, mtimeMs, ctimeMs } = lstatSync(join(home.path, name))
      return `${name} ${size} ${mtimeMs} ${ctimeMs}`
    })

const reports = (): string[] =>
  readdirSync(join(home.path, 'logs')).filter((name) => name.startsWith('health_report_20'))

describe('the health of a home', () => {
  it('is told of every check, whatever lies in its way', async () => {
    const report: HealthReport = await (await asVisitor('viewer')).json()
    expect(report.checks.map(({ id }) => id)).toEqual(HEALTH_CHECKS)
    const results = Object.fromEntries(report.checks.map(({ id, result }) => [id, result]))
    expect(results).toMatchObject({
      settings: 'unknown',
      hook_calls: 'unknown',
      errors: 'unknown',
      hooks: 'ok',
    })
    expect(JSON.stringify(report)).not.toContain('root:')
  })

  it('writes nothing for whoever looks', async () => {
    const before = stamps()
    expect((await asVisitor('owner')).status).toBe(200)
    expect(stamps()).toEqual(before)
  })

  it('is written by owners alone', async () => {
    const statuses = await Promise.all(
      (['viewer', 'share', 'expired', 'revoked', 'none'] as const).map(
        async (visitor) => (await post(visitor)).status,
      ),
    )
    expect(statuses).toEqual([403, 403, 401, 401, 401])
    expect((await post('owner', { origin: 'https://elsewhere.example' })).status).toBe(403)
    expect(reports()).toEqual([])
    const written: WrittenReport[] = await Promise.all(
      [1, 2, 3].map(async () => (await post('owner')).json() as Promise<WrittenReport>),
    )
    expect(new Set(written.flatMap(({ text, json }) => [text, json])).size).toBe(6)
    expect(reports()).toHaveLength(6)
    for (const { json } of written) expect(statSync(json).mode & 0o777).toBe(0o600)
  })

  it('is told of past reports on its page, without what a link leads to', async () => {
    const answer = await fetch(`${server.url}/health`, {
      headers: { authorization: `Bearer ${tokens.viewer}` },
    })
    const page = await answer.text()
    expect(page).toContain('health_report_2.json')
    expect(page).toContain('A symbolic link, which is not followed.')
    expect(page).not.toContain('root:')
  })
})
