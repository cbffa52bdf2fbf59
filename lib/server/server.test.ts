import { existsSync, readdirSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, describe, expect, it } from 'vitest'
import { runServer, type StartedServer, startServer } from '#lib/testing/start-server.ts'
import { temporaryHome } from '#lib/testing/temporary-home.ts'

async function started(args: readonly string[] = [], env: Record<string, string> = {}, cwd?: string) {
  const home = temporaryHome()
  const server = await startServer(['--home', home.path, '--port', '0', ...args], {
    env,
    ...(cwd ? { cwd } : {}),
  })
  return {
    home,
    server,
    async [Symbol.asyncDispose]() {
      await server.end('SIGKILL')
      home.remove()
    },
  }
}

const modeOf = (path: string): number => statSync(path).mode & 0o777

describe('npm start’s server', () => {
  it('serves pages and API of the home it was given, and keeps what it writes to itself', async () => {
    await using app = await started()
    app.home.result({ session_id: 's' }, { ageMs: 0 })
    await expect.poll(async () => (await api(app.server, '/api/sessions')).total).toBe(1)
    const page = await fetch(`${app.server.url}/sessions`)
    expect([page.status, (await page.text()).includes('Trinitas Monitor')]).toEqual([200, true])
    const own = join(app.home.path, 'monitor')
    expect([modeOf(own), modeOf(join(own, 'server.json')), modeOf(join(own, 'history.db'))]).toEqual([
      0o700, 0o600, 0o600,
    ])
  })

  it.each([
    '/',
    '/sessions',
    '/sessions/x',
    '/api/sessions',
    '/api/events',
    '/_next/static/x.js',
    '/icon.svg',
    '/nothing',
  ])('answers a wrong Host with 403 on %s', async (path) => {
    const { server } = await shared()
    expect(await rawGet(server, path, 'evil.example')).toMatch(/^HTTP\/1\.1 403 /)
    expect(await rawGet(server, path, new URL(server.url).host, path === '/api/events')).not.toMatch(
      /^HTTP\/1\.1 403 /,
    )
  })

  it('refuses to change anything for somebody else’s page', async () => {
    const { server } = await shared()
    for (const headers of [{}, { origin: 'http://evil.example' }, { origin: 'null' }]) {
      const response = await fetch(`${server.url}/api/sessions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{}',
      })
      expect(response.status).toBe(403)
    }
  })

  it('ends within two seconds with streams open, and takes its record away', async () => {
    await using app = await started()
    const streams = await Promise.all([1, 2, 3].map(() => fetch(`${app.server.url}/api/events`)))
    const ends = streams.map(async (stream) => stream.text())
    const { code, tookMs } = await app.server.end('SIGTERM')
    expect(code).toBe(0)
    expect(tookMs).toBeLessThan(2000)
    expect((await Promise.all(ends)).every((body) => body.includes('event: ping'))).toBe(true)
    expect(existsSync(join(app.home.path, 'monitor/server.json'))).toBe(false)
  })

  it('prints the address of one that runs already, and ends with 0', async () => {
    await using app = await started()
    const again = await runServer(['--home', app.home.path, '--port', '0'])
    expect(again).toEqual({
      code: 0,
      output: `Trinitas Monitor is already running for ${app.home.path}: ${app.server.url}\n`,
    })
  })

  it('starts where the last one was killed', async () => {
    await using app = await started()
    await app.server.end('SIGKILL')
    const next = await startServer(['--home', app.home.path, '--port', '0'])
    expect((await fetch(`${next.url}/api/health`)).status).toBe(200)
    await next.end('SIGKILL')
  })

  it('names the way out where its port is taken', async () => {
    using home = temporaryHome()
    const other = createServer((_request, response) => response.end('something else')).listen(0, '127.0.0.1')
    await expect.poll(() => other.listening).toBe(true)
    const { port } = other.address() as AddressInfo
    const { code, output } = await runServer(['--home', home.path, '--port', String(port)])
    expect(code).toBe(2)
    expect(output).toContain(
      `Port ${port} on 127.0.0.1 is taken by another program. Take another one: npm start -- --port ${port + 1}`,
    )
    other.close()
  })

  it('takes its settings from the environment, and relative paths from where npm was called', async () => {
    using home = temporaryHome()
    const server = await startServer([], {
      env: { TRINITAS_HOME: '.', PORT: '0', INIT_CWD: home.path },
      cwd: '/',
    })
    expect((await api(server, '/api/health')).home).toBe(home.path)
    await server.end('SIGKILL')
  })

  it('reports all faults of its settings at once', async () => {
    const { code, output } = await runServer(['--port', 'many', '--settle', 'soon'], {
      env: { HOST: 'no host' },
    })
    expect(code).toBe(2)
    for (const part of ['3 settings are wrong', '--port', '--settle', 'HOST']) expect(output).toContain(part)
  })

  it('shows a sample where there is no home yet, and leaves nothing behind', async () => {
    using place = temporaryHome()
    const missing = join(place.path, 'not-there')
    const server = await startServer(['--home', missing, '--port', '0'])
    const { home, sampleFor } = await api(server, '/api/health')
    expect(sampleFor).toBe(missing)
    await expect.poll(async () => (await api(server, '/api/sessions')).total).toBeGreaterThan(20)
    expect(await (await fetch(server.url)).text()).toContain('This is a sample')
    const written = readdirSync(String(home), { recursive: true, encoding: 'utf8' })
    // Files come and go while they are looked at: the agents are at work.
    const modes = written.map(
      (name) => statSync(join(String(home), name), { throwIfNoEntry: false })?.mode ?? 0,
    )
    expect(modes.length).toBeGreaterThan(20)
    for (const mode of modes) expect(mode & 0o077).toBe(0)
    const { code } = await server.end('SIGTERM')
    expect([code, existsSync(String(home)), existsSync(missing)]).toEqual([0, false, false])
  })
})

let running: ReturnType<typeof started> | null = null

/** One server for the tests that only ask. */
function shared() {
  running ??= started()
  return running
}

afterAll(async () => {
  await (await running)?.[Symbol.asyncDispose]()
})

async function api(server: StartedServer, path: string): Promise<Record<string, unknown>> {
  return (await (await fetch(server.url + path)).json()) as Record<string, unknown>
}

/** `fetch` sets the Host by itself. A stream never ends, so of that only the beginning is read. */
async function rawGet(server: StartedServer, path: string, host: string, beginning = false): Promise<string> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
  if (!beginning) return text(socket)
  for await (const chunk of socket) return String(chunk)
  return ''
}
