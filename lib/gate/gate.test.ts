import type { IncomingMessage, Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listen } from '#lib/server/listen.ts'
import { guard } from './gate.ts'

const PATHS = [
  '/',
  '/sessions',
  '/sessions/x?_rsc=1',
  '/api/sessions',
  '/api/events',
  '/_next/static/chunks/a.js',
  '/_next/image',
  '/icon.svg',
  '/..%2f..',
  '/nothing',
]

let server: Server
let port = 0
const reached: IncomingMessage[] = []

beforeAll(async () => {
  const allowedHosts = new Set<string>()
  server = await listen(
    guard({ allowedHosts }, (request, response) => {
      reached.push(request)
      response.end(`reached with ${request.headers['content-security-policy']}`)
    }),
    '127.0.0.1',
    0,
  )
  port = (server.address() as AddressInfo).port
  allowedHosts.add(`127.0.0.1:${port}`)
})
afterAll(() => server.close())

/** Sends bytes as they are, and resolves with all that comes back. */
async function send(lines: readonly string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  return text(socket)
}

const get = (path: string, headers: readonly string[] = [`Host: 127.0.0.1:${port}`]): Promise<string> =>
  send([`GET ${path} HTTP/1.1`, ...headers, 'Connection: close'])

describe('in front of the application', () => {
  it.each(PATHS)('a wrong Host is refused on %s, with the way in', async (path) => {
    const before = reached.length
    const answer = await get(path, ['Host: evil.example'])
    expect(answer).toMatch(/^HTTP\/1\.1 403 /)
    expect(answer).toContain(`ssh -L ${port}:127.0.0.1:${port}`)
    expect(answer).toContain('x-content-type-options: nosniff')
    expect(reached).toHaveLength(before)
  })

  it('two Hosts, none, and HTTP/1.0 are refused', async () => {
    const before = reached.length
    expect(await get('/', [`Host: 127.0.0.1:${port}`, 'Host: evil.example'])).toMatch(/^HTTP\/1\.1 40[03] /)
    expect(await get('/', [])).toMatch(/^HTTP\/1\.1 40[03] /)
    expect(await send(['GET / HTTP/1.0'])).toMatch(/^HTTP\/1\.1 403 /)
    expect(reached).toHaveLength(before)
  })

  it('a target of another host is refused', async () => {
    expect(await get('//evil.example/')).toMatch(/^HTTP\/1\.1 400 /)
    expect(await get('http://evil.example/')).toMatch(/^HTTP\/1\.1 400 /)
  })

  it('what is let through carries security headers and a nonce of its own', async () => {
    const answers = [await get('/'), await get('/')]
    const nonces = answers.map((answer) => {
      const header = /content-security-policy: (.*)\r\n/.exec(answer)?.[1] ?? ''
      expect(answer).toContain(`reached with ${header}`)
      for (const part of [
        "default-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "base-uri 'none'",
      ])
        expect(header).toContain(part)
      expect(header).not.toContain('unsafe-eval')
      expect(/script-src [^;]*/.exec(header)?.[0]).not.toContain('unsafe-inline')
      for (const name of [
        'x-content-type-options: nosniff',
        'cross-origin-opener-policy: same-origin',
        'referrer-policy: no-referrer',
      ])
        expect(answer).toContain(name)
      return /'nonce-([^']+)'/.exec(header)?.[1]
    })
    expect(new Set(nonces).size).toBe(2)
  })

  it('headers that only the framework and the gate may set are taken away', async () => {
    await get('/', [
      `Host: 127.0.0.1:${port}`,
      'x-middleware-subrequest: middleware',
      'x-nonce: mine',
      "content-security-policy: script-src 'nonce-mine'",
    ])
    const headers = reached.at(-1)?.headers ?? {}
    expect(headers['x-middleware-subrequest']).toBeUndefined()
    expect(headers['x-nonce']).toBeUndefined()
    expect(headers['content-security-policy']).not.toContain('mine')
  })

  it('upgrades are refused', async () => {
    const before = reached.length
    const answer = await send([
      'GET / HTTP/1.1',
      `Host: 127.0.0.1:${port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
    ])
    expect(answer).toMatch(/^HTTP\/1\.1 403 /)
    expect(reached).toHaveLength(before)
  })

  it('headers beyond the limit are refused', async () => {
    expect(await get('/', [`Host: 127.0.0.1:${port}`, `x-large: ${'a'.repeat(20_000)}`])).toMatch(
      /^HTTP\/1\.1 431 /,
    )
  })

  it('a change without Origin is refused', async () => {
    const post = (headers: readonly string[]): Promise<string> =>
      send([
        'POST /api/sessions HTTP/1.1',
        `Host: 127.0.0.1:${port}`,
        'Content-Length: 0',
        'Connection: close',
        ...headers,
      ])
    expect(await post(['Content-Type: application/json'])).toMatch(/^HTTP\/1\.1 403 /)
    expect(await post([`Origin: http://127.0.0.1:${port}`])).toMatch(/^HTTP\/1\.1 415 /)
    expect(await post([`Origin: http://127.0.0.1:${port}`, 'Content-Type: application/json'])).toMatch(
      /^HTTP\/1\.1 200 /,
    )
  })
})
