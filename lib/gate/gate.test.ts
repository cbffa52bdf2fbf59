import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StartedGate, startGate } from '#lib/testing/start-gate.ts'

const PATHS = [
  '/',
  '/sessions',
  '/sessions/x?_rsc=1',
  '/api/sessions',
  '/api/events',
  '/_next/static/chunks/a.js',
  '/_next/image',
  '/icon.svg',
  '/sign-in',
  '/api/sign-in',
  '/..%2f..',
  '/nothing',
]

let gate: StartedGate

beforeAll(async () => {
  gate = await startGate()
})
afterAll(() => gate[Symbol.asyncDispose]())

describe('in front of the application', () => {
  it.each(PATHS)('a wrong Host is refused on %s, with the way in', async (path) => {
    const before = gate.reached.length
    const answer = await gate.send([`GET ${path} HTTP/1.1`, 'Host: evil.example', 'Connection: close'])
    expect(answer).toMatch(/^HTTP\/1\.1 403 /)
    expect(answer).toContain(`ssh -L ${gate.port}:127.0.0.1:${gate.port}`)
    expect(answer).toContain('x-content-type-options: nosniff')
    expect(gate.reached).toHaveLength(before)
  })

  it('two Hosts, none, and HTTP/1.0 are refused', async () => {
    const before = gate.reached.length
    expect(await gate.get('/', ['Host: evil.example'])).toMatch(/^HTTP\/1\.1 40[03] /)
    expect(await gate.send(['GET / HTTP/1.1', 'Connection: close'])).toMatch(/^HTTP\/1\.1 40[03] /)
    expect(await gate.send(['GET / HTTP/1.0'])).toMatch(/^HTTP\/1\.1 403 /)
    expect(gate.reached).toHaveLength(before)
  })

  it('a target that two readers could read differently is refused', async () => {
    for (const target of [
      '//evil.example/',
      'http://evil.example/',
      '/a/../b',
      '/%2e%2e/x',
      '/a%2fb',
      '/a%00',
    ])
      expect(await gate.get(target)).toMatch(/^HTTP\/1\.1 400 /)
  })

  it('what nobody named is asked for as what is not there, whatever it was', async () => {
    for (const path of [
      '/sessions.rsc',
      '/_next/data/x/sessions.json',
      '/_next/image?url=http://evil.example',
      '/x',
    ])
      await gate.get(path)
    expect(gate.reached.slice(-4).map(({ url }) => url)).toEqual(Array(4).fill('/_not-found'))
  })

  it('what is let through carries security headers and a nonce of its own', async () => {
    const answers = [await gate.get('/'), await gate.get('/')]
    const nonces = answers.map((answer) => {
      const header = /content-security-policy: (.*)\r\n/.exec(answer)?.[1] ?? ''
      expect(answer).toContain(`reached with ${header}`)
      for (const part of [
        "default-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
      ])
        expect(header).toContain(part)
      expect(header).not.toContain('unsafe-eval')
      expect(/script-src [^;]*/.exec(header)?.[0]).not.toContain('unsafe-inline')
      for (const name of [
        'x-content-type-options: nosniff',
        'cross-origin-opener-policy: same-origin',
        'cross-origin-resource-policy: same-origin',
        'referrer-policy: no-referrer',
        'permissions-policy: camera=()',
      ])
        expect(answer).toContain(name)
      return /'nonce-([^']+)'/.exec(header)?.[1]
    })
    expect(new Set(nonces).size).toBe(2)
  })

  it('headers that only the framework and the gate may set are taken away', async () => {
    await gate.get('/', [
      'x-middleware-subrequest: middleware',
      'x-invoke-path: /api/sessions',
      'x-trinitas-identity: owner',
      'next-action: 1',
      'x-nonce: mine',
      "content-security-policy: script-src 'nonce-mine'",
      'rsc: 1',
    ])
    const headers = gate.reached.at(-1)?.headers ?? {}
    for (const name of ['x-middleware-subrequest', 'x-invoke-path', 'next-action', 'x-nonce'])
      expect(headers[name]).toBeUndefined()
    expect(headers['x-trinitas-identity']).not.toBe('owner')
    expect(headers['content-security-policy']).not.toContain('mine')
    expect(headers.rsc).toBe('1')
  })

  it('upgrades are refused', async () => {
    const before = gate.reached.length
    const answer = await gate.send([
      'GET / HTTP/1.1',
      `Host: ${gate.host}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
    ])
    expect(answer).toMatch(/^HTTP\/1\.1 403 /)
    expect(gate.reached).toHaveLength(before)
  })

  it('an upgrade holds no connection, whatever its client does with it', async () => {
    const lines = [
      'GET / HTTP/1.1',
      `Host: ${gate.host}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
    ]
    // One that goes on sending, and keeps its end open when the other is closed.
    const held = connect({ port: gate.port, host: '127.0.0.1', allowHalfOpen: true })
    held.on('error', () => undefined)
    held.write(`${lines.join('\r\n')}\r\n\r\n`)
    const [answer] = await once(held, 'data')
    expect(String(answer)).toMatch(/^HTTP\/1\.1 403 /)
    await expect.poll(gate.connections).toBe(0)
    held.destroy()
    // And many that are gone before they are answered.
    for (let round = 0; round < 50; round += 1) {
      const socket = gate.connect()
      await once(socket, 'connect')
      socket.write(`${lines.join('\r\n')}\r\n\r\n`)
      socket.resetAndDestroy()
    }
    await expect.poll(gate.connections).toBe(0)
    expect(await gate.get('/')).toMatch(/^HTTP\/1\.1 200 /)
  })

  it('headers beyond the limit are refused', async () => {
    expect(await gate.get('/', [`x-large: ${'a'.repeat(20_000)}`])).toMatch(/^HTTP\/1\.1 431 /)
  })

  it('a body that is larger than it may be is refused before it is read', async () => {
    const answer = await gate.send([
      'POST /api/sign-in HTTP/1.1',
      `Host: ${gate.host}`,
      `Origin: http://${gate.host}`,
      'Content-Type: application/json',
      'Content-Length: 1000000000',
    ])
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  })

  it('what a refused request sent behind itself is not taken for another one', async () => {
    const before = gate.reached.length
    const smuggled = `GET / HTTP/1.1\r\nHost: ${gate.host}\r\n\r\n`
    const answer = await gate.send(
      ['POST /api/sessions HTTP/1.1', `Host: ${gate.host}`, `Content-Length: ${smuggled.length}`],
      smuggled,
    )
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1)
    expect(gate.reached).toHaveLength(before)
  })
})

describe('a damaged journal', () => {
  it('is set aside, lets no token in, and keeps nobody else from reading', async () => {
    await using broken = await startGate()
    mkdirSync(join(broken.home.path, 'monitor'), { mode: 0o700 })
    writeFileSync(join(broken.home.path, 'monitor', 'journal.db'), 'this is not SQLite at all')
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const answer = await broken.get('/api/sessions', ['Authorization: Bearer x'])
      expect(answer).toMatch(/^HTTP\/1\.1 503 /)
      expect(answer).toContain('Whoever runs the server sees why.')
      expect(answer).not.toContain(broken.home.path)
    }
    expect(await broken.get('/')).toMatch(/^HTTP\/1\.1 200 /)
  })
})

describe('a client that is slow on purpose', () => {
  it('is let go, with half a request and with half a body', async () => {
    await using slow = await startGate({}, undefined, {
      headersTimeout: 200,
      requestTimeout: 300,
      connectionsCheckingInterval: 50,
    })
    for (const half of [
      `GET / HTTP/1.1\r\nHost: ${slow.host}\r\nX-Slow: `,
      `POST /api/sign-in HTTP/1.1\r\nHost: ${slow.host}\r\nOrigin: http://${slow.host}\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"tok`,
    ]) {
      const socket = slow.connect()
      socket.write(half)
      expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /)
    }
    expect(slow.reached).toEqual([])
  })
})
