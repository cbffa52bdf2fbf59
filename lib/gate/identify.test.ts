import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { statSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { readIdentity } from '#lib/http/identity-header.ts'
import type { IssuedToken } from '#lib/journal/tokens.ts'
import type { Identity } from '#lib/model/identity.ts'
import { ownUser } from '#lib/store/own-user.ts'
import { type StartedGate, startGate } from '#lib/testing/start-gate.ts'
import { parseProxies } from './trusted-proxies.ts'

const DAY_MS = 86_400_000

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1])
const cookieOf = (answer: string): string => /^set-cookie: (trinitas=[^;]*)/im.exec(answer)?.[1] ?? ''

function add({ journal }: StartedGate, role: 'owner' | 'viewer' = 'viewer', lifeMs: number | null = DAY_MS) {
  return journal.tokens().add(ownUser(), { role, name: `a ${role}`, lifeMs })
}

const bearer = ({ text: token }: IssuedToken): string[] => [`Authorization: Bearer ${token}`]

/** Who the application was told that the last request came from. */
function lastIdentity({ reached }: StartedGate): Identity {
  const headers = reached.at(-1)?.headers ?? {}
  return readIdentity({ get: (name) => headers[name]?.toString() ?? null })
}

describe('a loopback connection', () => {
  it('of the user who runs this is the owner', async () => {
    await using gate = await startGate()
    expect(statusOf(await gate.get('/'))).toBe(200)
    expect(lastIdentity(gate)).toEqual(ownUser())
  })

  it.each([
    'Forwarded: for=1.2.3.4',
    'X-Forwarded-For: 127.0.0.1',
    'X-Forwarded-Host: 127.0.0.1',
    'X-Forwarded-Proto: http',
    'X-Forwarded: yes',
    'X-Real-IP: 127.0.0.1',
    'Via: 1.1 proxy',
  ])('that carries "%s" was passed on, and is nobody without a token', async (header) => {
    await using gate = await startGate()
    for (const path of ['/', '/api/sessions', '/_next/static/a.js', '/nothing'])
      expect(statusOf(await gate.get(path, [header]))).toBe(401)
    expect(gate.reached).toEqual([])
    expect(statusOf(await gate.get('/', [header, ...bearer(add(gate))]))).toBe(200)
  })

  it('is nobody where a token is required', async () => {
    await using gate = await startGate({ requireToken: true })
    expect(statusOf(await gate.get('/'))).toBe(401)
    expect(statusOf(await gate.get('/', bearer(add(gate, 'owner'))))).toBe(200)
    expect(lastIdentity(gate)).toMatchObject({ role: 'owner', via: 'token', name: 'a owner' })
  })

  // Another user can only be had by whoever may become one.
  it.runIf(process.getuid?.() === 0)('of another user is nobody, unless there is a token', async () => {
    await using gate = await startGate()
    const askAsNobody = async (headers: Record<string, string> = {}): Promise<string> => {
      const script = `const response = await fetch('http://${gate.host}/', { headers: ${JSON.stringify(headers)} }); console.log(response.status)`
      const command = [process.execPath, '--input-type=module', '-e', script]
      const child = spawn('setpriv', ['--reuid=65534', '--regid=65534', '--clear-groups', '--', ...command])
      return (await text(child.stdout)).trim()
    }
    expect(await askAsNobody()).toBe('401')
    expect(gate.reached).toEqual([])
    expect(await askAsNobody({ authorization: `Bearer ${add(gate).text}` })).toBe('200')
  })

  it('of a client that sends and closes at once is nobody: the kernel shows its end as no user’s', async () => {
    await using gate = await startGate()
    for (let round = 0; round < 20; round += 1) {
      const socket = gate.connect()
      socket.end(`GET / HTTP/1.1\r\nHost: ${gate.host}\r\nConnection: close\r\n\r\n`)
      await text(socket)
    }
    await expect.poll(gate.refusals).toBe(20)
    expect(gate.reached).toEqual([])
  })

  it('over IPv6 is told as well', async () => {
    const script = `
      const { startGate } = await import('#lib/testing/start-gate.ts')
      const { userOfClient } = await import('#lib/gate/socket-user.ts')
      const { createServer, connect } = await import('node:net')
      const server = createServer(async (socket) => {
        const user = await userOfClient(
          { address: socket.remoteAddress, port: socket.remotePort },
          { address: socket.localAddress, port: socket.localPort })
        console.log(user === process.getuid())
        process.exit(0)
      }).listen(0, process.argv[1], () => connect(server.address().port, process.argv[2]))`
    for (const [server, client] of [
      ['::1', '::1'],
      ['::', '127.0.0.1'],
      ['::', '::ffff:127.0.0.1'],
    ] as const) {
      const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script, server, client], {
        encoding: 'utf8',
      })
      expect(stdout).toBe('true\n')
    }
  })
})

describe('a token', () => {
  it('decides who asks, also of the user who runs this', async () => {
    await using gate = await startGate()
    await gate.get('/', bearer(add(gate, 'viewer')))
    expect(lastIdentity(gate)).toMatchObject({ role: 'viewer', via: 'token', name: 'a viewer' })
  })

  it('that is unknown, expired or revoked lets nobody in, and each is told', async () => {
    let nowMs = Date.now()
    await using gate = await startGate({ now: () => nowMs })
    const [revoked, expired] = [add(gate), add(gate, 'viewer', 1000)]
    gate.journal.tokens().revoke(ownUser(), revoked.token.id)
    nowMs += 1000
    for (const [headers, code] of [
      [bearer(revoked), 'revoked'],
      [bearer(expired), 'expired'],
      [
        bearer({ ...revoked, text: `${revoked.text.slice(0, -1)}${revoked.text.endsWith('A') ? 'B' : 'A'}` }),
        'unknown',
      ],
      [['Authorization: Bearer '], 'unknown'],
      [['Authorization: Basic YTpi'], 'unknown'],
    ] as const) {
      const answer = await gate.get('/api/sessions', headers)
      expect(statusOf(answer)).toBe(401)
      expect(answer).toContain(`"code":"${code}"`)
      expect(answer.toLowerCase()).toContain('www-authenticate: bearer')
    }
    expect(gate.reached).toEqual([])
  })

  it('that is wrong too often is told to wait, and keeps nobody out who has a right one', async () => {
    let nowMs = Date.now()
    await using gate = await startGate({ now: () => nowMs })
    const right = bearer(add(gate))
    for (let attempt = 0; attempt < 10; attempt += 1)
      expect(statusOf(await gate.get('/', ['Authorization: Bearer guess']))).toBe(401)
    const answer = await gate.get('/', ['Authorization: Bearer guess'])
    expect(statusOf(answer)).toBe(429)
    expect(answer).toMatch(/retry-after: \d+/i)
    expect(statusOf(await gate.post('/api/sign-in', { token: 'guess' }))).toBe(429)
    for (const headers of [[], right]) expect(statusOf(await gate.get('/', headers))).toBe(200)
    expect(statusOf(await gate.post('/api/sign-in', { token: add(gate).text }))).toBe(200)
    nowMs += 60_000
    expect(statusOf(await gate.get('/', ['Authorization: Bearer guess']))).toBe(401)
  })

  it('signs a browser in with a cookie that no script and no other site can use', async () => {
    await using gate = await startGate({ requireToken: true })
    const token = add(gate)
    const answer = await gate.post('/api/sign-in', { token: token.text })
    expect(statusOf(answer)).toBe(200)
    expect(answer).toMatch(
      /set-cookie: trinitas=trinitas_[^;]+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=25\d{5}\r\n/i,
    )
    expect(answer).not.toContain(token.text)
    const cookie = [`Cookie: other=1; ${cookieOf(answer)}`]
    expect(statusOf(await gate.get('/', cookie))).toBe(200)
    expect(lastIdentity(gate)).toMatchObject({ role: 'viewer', name: 'a viewer' })
    gate.journal.tokens().revoke(ownUser(), token.token.id)
    const after = await gate.get('/', cookie)
    expect(statusOf(after)).toBe(401)
    expect(after).toMatch(/set-cookie: trinitas=; .*Max-Age=0/i)
  })

  it('of a browser ends when it signs out', async () => {
    await using gate = await startGate({ requireToken: true })
    const cookie = `Cookie: ${cookieOf(await gate.post('/api/sign-in', { token: add(gate).text }))}`
    expect(statusOf(await gate.post('/api/sign-out', {}, [`Origin: http://${gate.host}`, cookie]))).toBe(200)
    expect(statusOf(await gate.get('/', [cookie]))).toBe(401)
  })

  it('in a cookie that no longer holds does not lock out the owner', async () => {
    await using gate = await startGate()
    const answer = await gate.get('/', ['Cookie: trinitas=trinitas_0123456789abcdef_old'])
    expect(statusOf(answer)).toBe(200)
    expect(answer).toMatch(/set-cookie: trinitas=; .*Max-Age=0/i)
    expect(lastIdentity(gate)).toEqual(ownUser())
  })
})

describe('a link', () => {
  it('opens once', async () => {
    await using gate = await startGate({ requireToken: true })
    const { text: link } = gate.journal.tokens().addLink(ownUser(), null)
    const first = await gate.post('/api/sign-in', { token: link })
    expect(statusOf(first)).toBe(200)
    expect(statusOf(await gate.get('/', [`Cookie: ${cookieOf(first)}`]))).toBe(200)
    expect(lastIdentity(gate)).toMatchObject({ role: 'owner', via: 'token' })
    const second = await gate.post('/api/sign-in', { token: link })
    expect(statusOf(second)).toBe(401)
    expect(second).toContain('was used already')
  })

  it('is no token for a header, and is of no use after ten minutes', async () => {
    let nowMs = Date.now()
    await using gate = await startGate({ now: () => nowMs })
    const { text: link } = gate.journal.tokens().addLink(ownUser(), add(gate).token)
    expect(statusOf(await gate.get('/', [`Authorization: Bearer ${link}`]))).toBe(401)
    nowMs += 10 * 60_000
    expect(await gate.post('/api/sign-in', { token: link })).toContain('"code":"expired"')
  })

  it.each([
    [{ token: '' }, 401],
    [{ token: 'x'.repeat(300) }, 401],
    [{}, 400],
    [{ token: 1 }, 400],
    ['text', 400],
    [null, 400],
    [[], 400],
  ])('is not %j', async (body, status) => {
    await using gate = await startGate()
    const answer = await gate.post('/api/sign-in', body)
    expect(statusOf(answer)).toBe(status)
    expect(answer).toContain(status === 401 ? 'not known here' : 'Expected a JSON object')
  })
})

describe('a proxy', () => {
  const forwarded = ['X-Forwarded-For: 1.2.3.4, 203.0.113.9', 'X-Forwarded-Proto: https']

  it('is believed only where it is named', async () => {
    await using gate = await startGate({ trustedProxies: parseProxies(['127.0.0.1']) })
    await using other = await startGate()
    const signIn = (to: StartedGate, scheme: string) =>
      to.post('/api/sign-in', { token: add(to).text }, [`Origin: ${scheme}://${to.host}`, ...forwarded])
    const answer = await signIn(gate, 'https')
    expect(statusOf(answer)).toBe(200)
    expect(answer).toMatch(/set-cookie: .*; Secure\r\n/i)
    expect(gate.journal.audit().latest(1)[0]?.detail.from).toBe('203.0.113.9')
    expect(statusOf(await signIn(other, 'https'))).toBe(403)
    expect(statusOf(await signIn(other, 'http'))).toBe(200)
    expect(other.journal.audit().latest(1)[0]?.detail.from).toBe('127.0.0.1')
  })

  it('does not make somebody the owner', async () => {
    await using gate = await startGate({ trustedProxies: parseProxies(['127.0.0.1']) })
    expect(statusOf(await gate.get('/', forwarded))).toBe(401)
  })
})

describe('a response that goes on', () => {
  it.each(['revoked', 'expired'] as const)('ends within five seconds of its token being %s', async (how) => {
    let nowMs = Date.now()
    const responses: ServerResponse[] = []
    await using gate = await startGate({ now: () => nowMs }, (_request, response) => {
      responses.push(response)
      response.write('begun')
    })
    const token = add(gate, 'viewer', 60_000)
    const other = add(gate, 'viewer')
    const [ending, going] = [token, other].map((issued) => {
      const socket = gate.connect()
      socket.write(`GET /api/events HTTP/1.1\r\nHost: ${gate.host}\r\n${bearer(issued).join('\r\n')}\r\n\r\n`)
      return socket
    })
    if (!ending || !going) throw new Error('Two sockets were opened.')
    await Promise.all([once(ending, 'data'), once(going, 'data')])
    if (how === 'revoked') gate.journal.tokens().revoke(ownUser(), token.token.id)
    else nowMs += 60_000
    const startedMs = performance.now()
    await once(ending, 'close')
    expect(performance.now() - startedMs).toBeLessThan(5000)
    expect(responses.filter((response) => !response.destroyed)).toHaveLength(1)
    going.destroy()
  })
})

describe('a journal that is broken while the server runs', () => {
  it('lets no token in and ends what goes on, and the owner stays', async () => {
    await using gate = await startGate({}, (_request, response) => void response.write('begun'))
    const token = add(gate)
    const stream = gate.connect()
    const request = (headers: readonly string[]): string =>
      ['GET /api/events HTTP/1.1', `Host: ${gate.host}`, ...headers, '', ''].join('\r\n')
    stream.write(request(bearer(token)))
    await once(stream, 'data')
    const path = join(gate.home.path, 'monitor/journal.db')
    writeFileSync(path, Buffer.alloc(statSync(path).size, 'broken'))
    await once(stream, 'close')
    const answer = await gate.get('/api/sessions', bearer(token))
    expect(statusOf(answer)).toBe(503)
    expect(answer).not.toContain(gate.home.path)
    const owner = gate.connect()
    owner.write(request([]))
    expect(String((await once(owner, 'data'))[0])).toMatch(/^HTTP\/1\.1 200 /)
    owner.destroy()
  })
})

describe('the audit', () => {
  it('has sign-ins, tokens and refusals, chained, and never a token', async () => {
    await using gate = await startGate({ requireToken: true })
    const { text: link } = gate.journal.tokens().addLink(ownUser(), null)
    const token = add(gate)
    const cookie = cookieOf(await gate.post('/api/sign-in', { token: link }))
    await gate.get('/api/sessions?secret=in-the-query')
    await gate.get('/', [`Authorization: Bearer ${token.text}x`])
    await gate.send(['GET / HTTP/1.1', 'Host: evil.example', 'Connection: close'])
    gate.journal.tokens().revoke(ownUser(), token.token.id)
    const rows = gate.journal.audit().latest(100).reverse()
    expect(rows.map(({ action, outcome, detail }) => [action, outcome, detail.reason ?? null])).toEqual([
      ['token_add', 'done', null],
      ['sign_in', 'done', null],
      ['request', 'refused', 'no_token'],
      ['request', 'refused', 'unknown'],
      ['request', 'refused', 'host'],
      ['token_revoke', 'done', null],
    ])
    expect(rows.map(({ user }) => user)).toEqual([
      ownUser().name,
      ownUser().name,
      'unknown',
      'unknown',
      'unknown',
      ownUser().name,
    ])
    expect(gate.journal.audit().verify()).toEqual({ whole: true, rows: 6 })
    const everything = JSON.stringify(rows)
    for (const secret of [link, token.text, cookie.slice('trinitas='.length), 'in-the-query'])
      expect(everything).not.toContain(secret)
  })

  it('does not grow with every refusal: the same one is counted', async () => {
    let nowMs = Date.now()
    await using gate = await startGate({ requireToken: true, now: () => nowMs })
    for (let round = 0; round < 30; round += 1) await gate.get('/')
    expect(gate.journal.audit().latest(100)).toHaveLength(1)
    nowMs += 60_000
    await gate.get('/')
    expect(gate.journal.audit().latest(1)[0]?.detail).toMatchObject({ reason: 'no_token', repeated: 30 })
  })
})
