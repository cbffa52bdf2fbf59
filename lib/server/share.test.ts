import { once } from 'node:events'
import { get } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SharedMetrics } from '#lib/model/share.ts'
import {
  CANARIES,
  CANARY,
  CANARY_AGENT,
  CANARY_PROJECT,
  plantCanaries,
  plantResult,
} from '#lib/testing/canaries.ts'
import { outsideAddress } from '#lib/testing/outside-address.ts'
import { runTrinitas } from '#lib/testing/run-command.ts'
import { type StartedServer, startServer } from '#lib/testing/start-server.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'

let home: TemporaryHome
let server: StartedServer
let base: string

beforeAll(async () => {
  home = temporaryHome()
  plantCanaries(home)
  runTrinitas(['token', 'add', '--home', home.path])
  server = await startServer(['--home', home.path, '--host', '0.0.0.0', '--port', '0', '--require-token'])
  base = `http://${outsideAddress()}:${new URL(server.url).port}`
})
afterAll(async () => {
  await server.end('SIGKILL')
  home.remove()
})

type Made = { id: string; link: string; cookie: string }

/** Makes a link by the command line and opens it as a browser does. */
async function open(...options: string[]): Promise<Made> {
  const { out, err } = runTrinitas(['share', '--json', '--name', 'Team', '--home', home.path, ...options])
  expect(err).toBe('')
  const { share, link } = JSON.parse(out) as { share: { id: string }; link: string }
  const opened = await fetch(link, { redirect: 'manual' })
  expect(opened.status).toBe(303)
  const cookie = opened.headers.get('set-cookie')?.split(';', 1)[0] ?? ''
  return { id: share.id, link, cookie }
}

const revoke = (id: string): void => {
  expect(runTrinitas(['share', 'revoke', id, '--home', home.path]).code).toBe(0)
}

const ask = (path: string, cookie: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(base + path, { redirect: 'manual', headers: { cookie, ...headers } })

const found = (text: string): string[] => [...new Set(text.match(CANARY))].sort()

describe('a share link, from another address than this machine’s own', () => {
  it('leads to its page, and leaves its secret to a cookie that no script can read', async () => {
    const { out } = runTrinitas(['share', '--json', '--name', 'Team', '--home', home.path])
    const { share, link } = JSON.parse(out) as { share: { id: string }; link: string }
    expect(link).toMatch(new RegExp(`^${base}/s/trinitas_${share.id}_[\\w-]{43}$`))
    const { status, headers } = await fetch(link, { redirect: 'manual' })
    expect([status, headers.get('location')]).toEqual([303, `/share/${share.id}`])
    expect(headers.get('set-cookie')).toMatch(
      new RegExp(`^trinitas_\\d+_share_${share.id}=[^;]+; Path=/; HttpOnly; SameSite=Lax; Max-Age=60\\d{4}$`),
    )
    const cookie = headers.get('set-cookie')?.split(';', 1)[0] ?? ''
    const page = await ask(`/share/${share.id}`, cookie)
    expect(page.status).toBe(200)
    for (const answered of [headers, page.headers]) {
      expect(answered.get('referrer-policy')).toBe('no-referrer')
      expect(answered.get('cache-control')).toContain('no-store')
      expect(answered.get('x-robots-tag')).toBe('noindex, nofollow')
    }
    const html = await page.text()
    expect(html).toMatch(/<meta name="robots" content="noindex, nofollow"/)
    expect(html).not.toContain(link.slice(-43))
  })

  it('opens its page, its numbers, its stream and scripts, and nothing else', async () => {
    const { id, cookie } = await open()
    const other = await open()
    const html = await (await ask(`/share/${id}`, cookie)).text()
    const [script = ''] = /\/_next\/static\/[^"]+\.js/.exec(html) ?? []
    for (const path of [script, '/icon.svg', `/api/share/${id}/metrics`])
      expect([path, (await ask(path, cookie)).status]).toEqual([path, 200])
    for (const path of [
      '/',
      '/sessions',
      '/settings',
      `/sessions/${CANARIES.session}-one`,
      '/api/sessions',
      '/api/events',
      '/api/health',
      '/api/shares',
      '/api/tokens',
      '/nothing',
    ])
      expect([path, (await ask(path, cookie)).status]).toEqual([path, 403])
    // The other's own cookie is not sent: this one does for itself alone.
    for (const path of [
      `/share/${other.id}`,
      `/api/share/${other.id}/metrics`,
      `/api/share/${other.id}/events`,
    ])
      expect([path, (await ask(path, cookie)).status]).toEqual([path, 401])
    const asBearer = { authorization: `Bearer ${cookie.split('=')[1]}` }
    expect((await ask(`/api/share/${id}/metrics`, '', asBearer)).status).toBe(200)
    expect((await ask(`/api/share/${other.id}/metrics`, '', asBearer)).status).toBe(403)
  })

  it('changes nothing, and makes nobody signed in', async () => {
    const { id, link, cookie } = await open()
    const send = (method: string, path: string): Promise<Response> =>
      fetch(base + path, {
        method,
        headers: { cookie, origin: base, 'content-type': 'application/json' },
        body: JSON.stringify({ token: link.split('/s/')[1] }),
      })
    expect((await send('DELETE', `/api/shares/${id}`)).status).toBe(403)
    expect((await send('POST', '/api/shares')).status).toBe(403)
    expect((await send('POST', `/share/${id}`)).status).toBe(403)
    expect((await send('POST', '/api/sign-in')).status).toBe(401)
  })

  it('that is revoked shows nothing within five seconds, ends its stream, and says so', async () => {
    const { id, link, cookie } = await open()
    const { closed } = await listen(id, cookie)
    const revokedAtMs = performance.now()
    revoke(id)
    expect((await closed) - revokedAtMs).toBeLessThan(5000)
    const answers = await Promise.all(
      [`/share/${id}`, `/api/share/${id}/metrics`, `/api/share/${id}/events`].map((path) =>
        ask(path, cookie),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401])
    expect(await answers[0]?.text()).toContain('This share link was revoked.')
    const again = await fetch(link, { redirect: 'manual' })
    expect([again.status, again.headers.get('set-cookie')]).toEqual([401, null])
    expect(await again.text()).toContain('This share link was revoked.')
  })

  it('that has expired shows nothing, ends its stream, and says so', async () => {
    const { id, cookie } = await open('--expires', '3s')
    const { closed } = await listen(id, cookie)
    const startedMs = performance.now()
    expect((await closed) - startedMs).toBeLessThan(8000)
    const page = await ask(`/share/${id}`, cookie)
    expect([page.status, await page.text()]).toEqual([
      401,
      expect.stringContaining('This share link has expired.'),
    ])
  })

  it('says when it was last used', async () => {
    const { id, cookie } = await open()
    const lastUsed = (): string | null | undefined => {
      const { out } = runTrinitas(['share', 'list', '--json', '--home', home.path])
      const { shares } = JSON.parse(out) as { shares: { id: string; lastUsedAt: string | null }[] }
      return shares.find((share) => share.id === id)?.lastUsedAt
    }
    expect(lastUsed()).toBeNull()
    await ask(`/api/share/${id}/metrics`, cookie)
    expect(Date.parse(lastUsed() ?? '')).toBeGreaterThan(Date.now() - 60_000)
  })
})

/** Listens to a share's stream; `closed` resolves with when it ended. */
async function listen(id: string, cookie: string) {
  const { promise, resolve } = Promise.withResolvers<number>()
  const heard: string[] = []
  const request = get(`${base}/api/share/${id}/events`, { headers: { cookie } }, (response) => {
    response.setEncoding('utf8')
    response.on('data', (text: string) => heard.push(text))
    response.on('error', () => undefined)
    response.on('close', () => resolve(performance.now()))
  })
  const [response] = await once(request, 'response')
  expect(response.statusCode).toBe(200)
  return { heard, headers: response.headers, closed: promise, end: () => request.destroy() }
}

describe('the stream of a share', () => {
  it('says that something changed at most every two seconds, and nothing else', async () => {
    const { id, cookie } = await open()
    const { heard, headers, end } = await listen(id, cookie)
    expect(headers['cache-control']).toBe('no-store, no-transform')
    const changes = (): number => heard.join('').split('event: changed').length - 1
    await expect.poll(() => heard.join('')).toContain('event: ping')
    const startedMs = performance.now()
    for (let nth = 0; nth < 5; nth += 1) plantResult(home, { session: `live-${nth}`, directory: null })
    await expect.poll(changes, { timeout: 10_000 }).toBeGreaterThan(0)
    plantResult(home, { session: 'later', directory: null })
    await expect.poll(changes, { timeout: 10_000 }).toBeGreaterThan(1)
    expect(changes()).toBeLessThanOrEqual(1 + Math.ceil((performance.now() - startedMs) / 2000))
    end()
    const lines = heard
      .join('')
      .split('\n')
      .filter((line) => line !== '')
    expect([...new Set(lines)].sort()).toEqual(['data: {}', 'event: changed', 'event: ping', 'retry: 1000'])
  })
})

/** Headers by which the framework could be made to answer with another part of the application. */
const FRAMES: Record<string, string>[] = [
  {},
  { rsc: '1' },
  { rsc: '1', 'next-router-prefetch': '1' },
  { rsc: '1', 'next-router-state-tree': '%5B%22%22%5D', 'next-url': '/sessions' },
  { 'x-trinitas-route': '/', 'x-invoke-path': '/sessions', 'x-matched-path': '/sessions' },
]

describe('what a share never says', () => {
  it.each<[string, string[], string[]]>([
    ['nothing is ticked', [], []],
    ['ids are', ['--show', 'sessions'], ['canary-session']],
    ['projects are', ['--show', 'projects'], ['canary-project']],
    ['error texts are', ['--show', 'errors'], ['canary-error']],
    ['all is', ['--show', 'errors,projects,sessions'], ['canary-error', 'canary-project', 'canary-session']],
  ])('stands in none of its answers where %s', async (_what, options, expected) => {
    const { id, cookie } = await open('--project', CANARY_PROJECT, ...options)
    const metrics = (await (await ask(`/api/share/${id}/metrics`, cookie)).json()) as SharedMetrics
    // What is looked for is there to be found.
    expect(metrics.view.totals).toMatchObject({
      results: expect.any(Number),
      successRate: expect.any(Number),
    })
    expect(metrics.view.totals.results).toBeGreaterThanOrEqual(3)
    expect(metrics.view.agents[0]?.agent).toBe(CANARY_AGENT)
    expect(metrics.filteredByProject).toBe(true)
    expect(found(JSON.stringify(metrics))).toEqual(expected)
    const html: string[] = []
    for (const headers of FRAMES) html.push(await (await ask(`/share/${id}?_rsc=1`, cookie, headers)).text())
    html.push(await (await ask(`/share/${id}`, cookie)).text())
    expect(html.at(-1)).toContain(CANARY_AGENT)
    expect(found(html.join('\n'))).toEqual(expected)
    for (const text of [...html, JSON.stringify(metrics)]) expect(text).not.toContain(home.path)
  })

  it('is not to be had by asking for another view', async () => {
    const { id, cookie } = await open('--agent', 'nobody')
    const metrics = (await (
      await ask(`/api/share/${id}/metrics?agent=${CANARY_AGENT}&show=errors,projects,sessions`, cookie)
    ).json()) as SharedMetrics
    expect([metrics.view.totals.results, metrics.view.filter.agents]).toEqual([0, ['nobody']])
  })

  it('is not told to an owner either who looks at what others see', async () => {
    const { id } = await open()
    const { text } = JSON.parse(
      runTrinitas(['token', 'add', '--role', 'owner', '--json', '--home', home.path]).out,
    ) as { text: string }
    const asOwner = { authorization: `Bearer ${text}` }
    const page = await ask(`/share/${id}`, '', asOwner)
    expect(page.status).toBe(200)
    const html = await page.text()
    expect(found(html)).toEqual([])
    expect(html).not.toContain(home.path)
    expect(html).not.toContain('<nav')
    expect((await ask('/share/0123456789abcdef', '', asOwner)).status).toBe(404)
  })
})
