import { readdirSync, readFileSync } from 'node:fs'
import { Agent, type IncomingMessage, request as send } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { APP_ROUTES, GATE_ROUTES, type Method, type RouteRule } from '#lib/gate/routes.ts'
import { createJournal } from '#lib/journal/journal.ts'
import { roleOf, tokensOfVisitors, VISITORS, type Visitor } from '#lib/testing/every-visitor.ts'
import { root, runTrinitas } from '#lib/testing/run-command.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { type StartedServer, startServer } from '#lib/testing/start-server.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'

/** Stands in an answer: whoever reads it has read what is watched here. */
const SECRET = 'what-only-readers-may-read'
const HOSTS = ['right', 'evil'] as const
const ORIGINS = ['absent', 'null', 'evil', 'port', 'right'] as const
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

type Asking = {
  method: (typeof METHODS)[number]
  visitor: Visitor
  host: (typeof HOSTS)[number]
  origin: (typeof ORIGINS)[number]
}

let home: TemporaryHome
let server: StartedServer
let host: string
let tokens: Record<Visitor, string | null>
const agent = new Agent({ keepAlive: true, maxSockets: 4 })

beforeAll(async () => {
  home = temporaryHome()
  home.result({ session_id: 's', result: SECRET }, { directory: 'completed/s', name: 'r.json' })
  tokens = tokensOfVisitors(home.path)
  server = await startServer(['--home', home.path, '--port', '0', '--require-token'])
  host = new URL(server.url).host
})
afterAll(async () => {
  agent.destroy()
  await server.end('SIGKILL')
  home.remove()
})

const owner: Asking = { method: 'GET', visitor: 'owner', host: 'right', origin: 'absent' }

const originOf = (origin: Asking['origin']): string | undefined =>
  ({
    absent: undefined,
    null: 'null',
    evil: 'http://evil.example',
    port: `http://127.0.0.1:${Number(host.split(':')[1]) + 1}`,
    right: `http://${host}`,
  })[origin]

type Answer = { status: number; body: string; headers: IncomingMessage['headers'] }

/** Asks the real server; of a stream only the beginning is read. */
function ask(path: string, asking: Asking, more: Record<string, string> = {}): Promise<Answer> {
  const { method, visitor, origin } = asking
  const changes = method !== 'GET' && method !== 'HEAD'
  const body = changes ? '{}' : ''
  const headers: Record<string, string> = {
    host: asking.host === 'right' ? host : 'evil.example',
    ...(changes ? { 'content-type': 'application/json', 'content-length': '2' } : {}),
    ...(tokens[visitor] === null ? {} : { authorization: `Bearer ${tokens[visitor]}` }),
    ...more,
  }
  const ownOrigin = originOf(origin)
  if (ownOrigin !== undefined) headers.origin = ownOrigin
  return new Promise((resolve, reject) => {
    const [hostname, port] = host.split(':')
    const request = send({ agent, hostname, port, path, method, headers }, (response) => {
      readAnswer(response).then(resolve, reject)
    })
    request.on('error', reject)
    request.end(body)
  })
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const isStream = response.headers['content-type']?.startsWith('text/event-stream') === true
  const body = isStream ? '' : await text(response)
  if (isStream) response.destroy()
  return { status: response.statusCode ?? 0, body, headers: response.headers }
}

/** What the design says of a request: the status of its refusal, or `null` where it is let through. */
function expected(rule: RouteRule, { method, visitor, host: asked, origin }: Asking): number | null {
  if (asked === 'evil') return 403
  const right = rule[method === 'HEAD' ? 'GET' : (method as Method)]
  const role = roleOf(visitor)
  if (role === null && right !== 'anyone') return 401
  const reads = method === 'GET' || method === 'HEAD'
  if (origin !== 'right' && !(reads && origin === 'absent')) return 403
  if (right === undefined) return reads || role === 'owner' ? 405 : 403
  return right === 'anyone' || (role !== null && right.includes(role)) ? null : 403
}

const REFUSALS = new Set([401, 403, 405, 413, 415, 429])

/** A refusal says nothing of what is watched, and is never a page of the application. */
function expectOutcome({ status, body }: Answer, refusal: number | null, what: string): void {
  if (refusal === null) expect(REFUSALS.has(status), `${what} → ${status}`).toBe(false)
  else {
    expect(status, what).toBe(refusal)
    expect(body, what).not.toMatch(new RegExp(`${SECRET}|_next|krukai`))
  }
}

const everyAsking: Asking[] = METHODS.flatMap((method) =>
  VISITORS.flatMap((visitor) =>
    HOSTS.flatMap((askedHost) =>
      ORIGINS.map((origin) => ({ method, visitor, host: askedHost, origin }) as const),
    ),
  ),
)

const describeAsking = (path: string, { method, visitor, host: asked, origin }: Asking): string =>
  `${method} ${path} by ${visitor}, Host ${asked}, Origin ${origin}`

/** Routes as they were built, those that the gate answers, and files that are served without being routes. */
function everyRoute(): [string, string, RouteRule][] {
  const built: Record<string, string> = JSON.parse(
    readFileSync(`${root}.next/app-path-routes-manifest.json`, 'utf8'),
  )
  const chunks = readdirSync(`${root}.next/static/chunks`).find((name) => name.endsWith('.js'))
  const table: Record<string, RouteRule> = { ...APP_ROUTES, ...GATE_ROUTES }
  return [
    ...[...new Set([...Object.values(built), ...Object.keys(GATE_ROUTES)])].map(
      (route): [string, string, RouteRule] => [route, pathOf(route), table[route] ?? {}],
    ),
    ['a share that is none', '/share/s', { GET: ['owner', 'viewer'] }],
    ['the metrics of another share', '/api/share/0123456789abcdef/metrics', { GET: ['owner', 'viewer'] }],
    ['the stream of another share', '/api/share/0123456789abcdef/events', { GET: ['owner', 'viewer'] }],
    ['/_next/static', `/_next/static/chunks/${chunks}`, { GET: ['owner', 'viewer', 'share'] }],
  ]
}

const QUERIES: Record<string, string> = {
  '/api/sessions/[id]/answer': '?path=completed/s/r.json',
  '/api/search-answers': '?text=what-only',
}
const pathOf = (route: string): string =>
  route.replace('/share/[id]', `/share/${SHARE_ID}`).replace('[token]', SHARE_TEXT).replace('[id]', 's') +
  (QUERIES[route] ?? '')

/** Tokens are made when the tests run, after their names are: this stands for that of the share. */
const SHARE_TEXT = 'SHARE_TEXT'
const SHARE_ID = 'SHARE_ID'
const withShare = (path: string): string =>
  path
    .replace(SHARE_TEXT, tokens.share ?? '')
    .replace(SHARE_ID, /^trinitas_([0-9a-f]+)/.exec(tokens.share ?? '')?.[1] ?? '')

const everythingButTheOwn = (): string[] => snapshotTree(home.path, { without: ['monitor'] })

describe('every route, asked by everybody, in every way', () => {
  it.each(everyRoute())('%s', async (_route, pattern, rule) => {
    const path = withShare(pattern)
    const before = everythingButTheOwn()
    const tokensBefore = listTokens()
    const answers = new Map<string, number>()
    for (const asking of everyAsking) {
      const answer = await ask(path, asking)
      const refusal = expected(rule, asking)
      expectOutcome(answer, refusal, describeAsking(path, asking))
      const outcome = refusal === null ? 'let through' : 'refused'
      answers.set(outcome, (answers.get(outcome) ?? 0) + 1)
    }
    expect(answers.get('refused')).toBeGreaterThan(300)
    expect(answers.get('let through')).toBeGreaterThan(0)
    expect(everythingButTheOwn()).toEqual(before)
    expect(listTokens()).toEqual(tokensBefore)
  })

  it('readers read, so that what is refused above is there to be read', async () => {
    for (const visitor of ['owner', 'viewer'] as const)
      for (const path of ['/sessions/s', '/api/sessions/s/answer?path=completed/s/r.json'])
        expect((await ask(path, { ...owner, visitor })).body).toContain(SECRET)
  })
})

function listTokens() {
  const journal = createJournal(`${home.path}/monitor`)
  const tokensNow = journal.tokens().list()
  journal.close()
  return tokensNow
}

/** Ways around that other programs had: each must lead to what its plain form leads to, or nowhere. */
const buildId = readFileSync(`${root}.next/BUILD_ID`, 'utf8')
const READERS_ONLY: RouteRule = { GET: ['owner', 'viewer'] }
const WAYS_AROUND: [string, string, Record<string, string>][] = [
  ...['middleware', 'src/middleware', 'middleware:middleware:middleware:middleware:middleware'].flatMap(
    (name) =>
      ['/', '/api/sessions', '/sessions/s'].map((path): [string, string, Record<string, string>] => [
        `x-middleware-subrequest ${name} on ${path}`,
        path,
        { 'x-middleware-subrequest': name },
      ]),
  ),
  ['the frame of a page', '/sessions/s?_rsc=1', { rsc: '1', 'next-router-prefetch': '1' }],
  ['a page’s data', '/sessions/s?_rsc=1', { rsc: '1' }],
  ['another path in a header', '/', { 'x-invoke-path': '/api/sessions', 'x-matched-path': '/api/sessions' }],
  ['a rewritten address', '/', { 'x-rewrite-url': '/api/sessions', 'x-original-url': '/api/sessions' }],
  ['another method', '/api/sessions', { 'x-http-method-override': 'DELETE' }],
  ['an identity', '/', { 'x-trinitas-identity': '{"role":"owner","name":"me","via":"user","tokenId":null}' }],
  ...[
    '/sessions.rsc',
    '/index.rsc',
    '/sessions/s.rsc',
    `/_next/data/${buildId}/sessions.json`,
    `/_next/data/${buildId}/index.json`,
    '/_next/image?url=%2Ficon.svg&w=64&q=75',
    '/_next/server/app/page.js',
    '/_next/static',
    '/API/SESSIONS',
    '/api/sessions/s/answer/x',
  ].map((path): [string, string, Record<string, string>] => [path, path, {}]),
]

/** Every header of the ways around, each leading to what a reader may read. */
const LEADING_ELSEWHERE: Record<string, string>[] = [
  ...WAYS_AROUND.map(([, , headers]) => headers).filter((headers) => Object.keys(headers).length > 0),
  { 'next-router-state-tree': '%5B%22%22%5D', rsc: '1', 'next-url': '/sessions/s' },
  { 'next-action': '0'.repeat(40) },
  { 'x-nextjs-data': '1', 'x-nextjs-rewrite': '/api/sessions' },
]

const withoutNonce = (body: string): string => body.replaceAll(/nonce="[^"]*"/g, '')

const UNREADABLE_TARGETS = [
  '/api%2fsessions',
  '/api%2Fsessions',
  '/_next/static%2f..%2f..%2fapi/sessions',
  '/_next/static/..%2fapi/sessions',
  '/_next/static/../../api/sessions',
  '/_next/static/./x.js',
  '/_next/static/%2e%2e/%2e%2e/api/sessions',
  '/icon.svg/%2e%2e/api/sessions',
  '/api/sessions/%2e%2e',
  '/api/sessions/s%00',
  '/%00/api/sessions',
  '/api/sessions%5c..%5c..',
  '//api/sessions',
  '//evil.example/api/sessions',
  '/api//sessions',
  'http://evil.example/api/sessions',
  '/api/sessions%0d%0aX: y',
  '/%',
  '/%ff%fe',
]

describe('ways around', () => {
  it.each(WAYS_AROUND)('%s leads nowhere else', async (_name, path, headers) => {
    const before = everythingButTheOwn()
    for (const asking of everyAsking) {
      const answer = await ask(path, asking, headers)
      expectOutcome(answer, expected(READERS_ONLY, asking), describeAsking(path, asking))
    }
    expect(everythingButTheOwn()).toEqual(before)
  })

  // What anyone may ask for must not be the door to what not everyone may.
  it.each(['/sign-in', '/api/sign-in', '/icon.svg', '/sign-in?_rsc=1', '/icon.svg?_rsc=1'])(
    '%s answers to no header with anything else',
    async (path) => {
      for (const visitor of ['none', 'share'] as const)
        for (const method of ['GET', 'POST'] as const) {
          const asking: Asking = { method, visitor, host: 'right', origin: 'right' }
          const plain = await ask(path, asking)
          for (const headers of LEADING_ELSEWHERE) {
            const { status, body, headers: answered } = await ask(path, asking, headers)
            // The framework may send to the same address with its own mark, which is asked for anew.
            if (status === 307) {
              expect(answered.location).toMatch(new RegExp(`^${path.split('?')[0]}\\?_rsc(?:=[\\w~-]+)?$`))
              continue
            }
            expect([status, withoutNonce(body)], JSON.stringify(headers)).toEqual([
              plain.status,
              withoutNonce(plain.body),
            ])
          }
        }
    },
  )

  it.each(UNREADABLE_TARGETS)('%s is no address, whoever asks', async (target) => {
    const before = everythingButTheOwn()
    for (const asking of everyAsking) {
      const { status, body } = await ask(target.replaceAll(' ', '%20'), asking)
      expect(status, describeAsking(target, asking)).toBe(asking.host === 'evil' ? 403 : 400)
      expect(body).not.toContain(SECRET)
    }
    expect(everythingButTheOwn()).toEqual(before)
  })

  it.each(['/\0', '/api/sessions\0', '/a b', '/\x01'])(
    'bytes that no address has are refused',
    async (path) => {
      const socket = connect(Number(host.split(':')[1]), '127.0.0.1')
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${tokens.owner}\r\nConnection: close\r\n\r\n`,
      )
      expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /)
    },
  )
})

describe('a stream', () => {
  it('ends within five seconds of its token’s revocation by the command line', async () => {
    const add = runTrinitas(['token', 'add', '--json', '--home', home.path])
    const { token, text: secret } = JSON.parse(add.out)
    const response = await fetch(`${server.url}/api/events`, {
      headers: { authorization: `Bearer ${secret}` },
    })
    expect(response.status).toBe(200)
    const ended = response.text().then(
      () => performance.now(),
      () => performance.now(),
    )
    const revokedAtMs = performance.now()
    expect(runTrinitas(['token', 'revoke', token.id, '--home', home.path]).code).toBe(0)
    expect((await ended) - revokedAtMs).toBeLessThan(5000)
  })
})
