import { describe, expect, it } from 'vitest'
import type { Identity, Role } from '#lib/model/identity.ts'
import { checkForm, checkRight, type GateRequest } from './check-request.ts'
import { loopbackHosts } from './hosts.ts'
import { routeOf } from './routes.ts'

const HOSTS = loopbackHosts('127.0.0.1', 4680)
const OWN = 'http://127.0.0.1:4680'

type Change = Omit<Partial<GateRequest>, 'headers'> & { headers?: GateRequest['headers'] }

const request = (change: Change = {}): GateRequest => ({
  method: 'GET',
  target: '/',
  hostCount: 1,
  scheme: 'http',
  ...change,
  headers: { host: '127.0.0.1:4680', ...change.headers },
})

const known = (role: Role): Identity => ({ role, name: 'somebody', via: 'token', tokenId: 'id' })

const refusal = (status: number, reason: string) => ({ allowed: false, status, reason })

describe('the form of a request', () => {
  it.each(['127.0.0.1:4680', 'localhost:4680', 'LOCALHOST:4680', '[::1]:4680'])(
    'is fine with the Host %s',
    (host) => {
      expect(checkForm(request({ headers: { host } }), HOSTS).allowed).toBe(true)
    },
  )

  it.each([
    'evil.example:4680',
    '127.0.0.1',
    '127.0.0.1:80',
    'localhost',
    'localhost.:4680',
    '127.0.0.1.nip.io:4680',
    '',
    '0.0.0.0:4680',
    '127.0.0.2:4680',
    'user@127.0.0.1:4680',
  ])('is refused with the Host "%s"', (host) =>
    expect(checkForm(request({ headers: { host } }), HOSTS)).toEqual(refusal(403, 'host')),
  )

  it('is refused without a Host and with two', () => {
    expect(checkForm({ ...request(), headers: {}, hostCount: 0 }, HOSTS)).toEqual(refusal(403, 'host'))
    expect(checkForm(request({ hostCount: 2 }), HOSTS)).toEqual(refusal(403, 'host'))
  })

  it('may leave out the port where it is 80', () => {
    const hosts = loopbackHosts('127.0.0.1', 80)
    expect(checkForm(request({ headers: { host: 'localhost' } }), hosts).allowed).toBe(true)
  })

  it.each([
    '//evil.example/',
    '/\\evil.example',
    'http://evil.example/',
    '*',
    'x',
    '',
    '/a//b',
    '/../etc',
    '/a/..',
    '/a/./b',
    '/%2e%2e/b',
    '/a%2fb',
    '/a%2Fb',
    '/a%5cb',
    '/a%00',
    '/a%0d%0ab',
    '/%',
    '/%ff',
    '/a#b',
  ])('is refused with the target "%s"', (target) => {
    expect(checkForm(request({ target }), HOSTS)).toEqual(refusal(400, 'target'))
  })

  it.each([
    ['/', '/'],
    ['/sessions/', '/sessions'],
    ['/s%65ssions', '/sessions'],
    ['/sessions/x?_rsc=1&a=%2f..', '/sessions/[id]'],
    ['/sessions/~2F..~2F', '/sessions/[id]'],
    ['/api/sessions/x/answer', '/api/sessions/[id]/answer'],
    ['/_next/static/chunks/a.js', '/_next/static/[...path]'],
    ['/_next/static', '/_not-found'],
    ['/_next/data/build/sessions.json', '/_not-found'],
    ['/_next/image?url=x', '/_not-found'],
    ['/sessions.rsc', '/_not-found'],
    ['/API/sessions', '/_not-found'],
    ['/sessions/x/y', '/_not-found'],
  ])('of %s leads to %s', (target, path) => {
    expect(checkForm(request({ target }), HOSTS)).toMatchObject({ allowed: true, route: { path } })
  })
})

const right = (change: Change, role: Role | null, target = '/api/sessions') =>
  checkRight(request(change), routeOf(target), role === null ? null : known(role))

describe('the right to a route', () => {
  it('to read is an owner’s and a viewer’s', () => {
    expect([right({}, 'owner'), right({}, 'viewer'), right({ method: 'HEAD' }, 'viewer')]).toEqual([
      null,
      null,
      null,
    ])
    expect(right({}, 'share')).toEqual(refusal(403, 'role'))
    expect(right({}, null)).toEqual(refusal(401, 'no_token'))
  })

  it('to a share is an owner’s, a viewer’s and its own, and no other share’s', () => {
    for (const target of ['/share/id', '/api/share/id/metrics', '/api/share/id/events']) {
      for (const role of ['owner', 'viewer', 'share'] as const) expect(right({}, role, target)).toBeNull()
      expect(right({}, 'share', target.replace('id', 'another'))).toEqual(refusal(403, 'role'))
      expect(right({}, null, target)).toEqual(refusal(401, 'no_token'))
    }
    expect(right({ method: 'DELETE', headers: { origin: OWN } }, 'share', '/api/shares/id')).toEqual(
      refusal(403, 'role'),
    )
  })

  it('to sign in is everybody’s, from a page of this server', () => {
    const json = { 'content-type': 'application/json', 'content-length': '2' }
    const post = (origin?: string) =>
      right({ method: 'POST', headers: { ...json, ...(origin ? { origin } : {}) } }, null, '/api/sign-in')
    expect([post(OWN), right({}, null, '/sign-in')]).toEqual([null, null])
    for (const origin of [undefined, 'null', 'http://evil.example'])
      expect(post(origin)).toEqual(refusal(403, 'origin'))
  })

  it('to change what nobody named is nobody’s, and an owner is told so', () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'OPTIONS', 'get']) {
      const change = { method, headers: { origin: OWN } }
      expect(right(change, 'viewer')).toEqual(refusal(403, 'role'))
      expect(right(change, 'owner')).toEqual(refusal(405, 'method'))
    }
  })

  it.each([
    'null',
    'http://evil.example',
    'http://127.0.0.1:4681',
    'https://127.0.0.1:4680',
    'http://localhost:4680',
    `${OWN}.evil.example`,
  ])('is nobody’s from the Origin %s, not even to read', (origin) => {
    expect(right({ headers: { origin } }, 'owner')).toEqual(refusal(403, 'origin'))
    expect(right({ method: 'POST', headers: { origin } }, 'owner')).toEqual(refusal(403, 'origin'))
  })

  it('to change something needs the Origin of this server, which behind TLS is another', () => {
    expect(right({ method: 'POST' }, 'owner')).toEqual(refusal(403, 'origin'))
    const behindTls = {
      method: 'POST',
      scheme: 'https',
      headers: { origin: 'https://127.0.0.1:4680' },
    } as const
    expect(right(behindTls, 'owner')).toEqual(refusal(405, 'method'))
  })

  it('to change something needs JSON of a size that is said before', () => {
    const post = (headers: Record<string, string>) =>
      right({ method: 'POST', headers: { origin: OWN, ...headers } }, null, '/api/sign-in')
    const json = 'application/json; charset=utf-8'
    expect(post({ 'content-type': json, 'content-length': '1000000' })).toBeNull()
    expect(post({ 'content-type': 'text/plain', 'content-length': '1' })).toEqual(
      refusal(415, 'content_type'),
    )
    expect(post({ 'content-length': '1' })).toEqual(refusal(415, 'content_type'))
    expect(post({ 'content-type': json })).toEqual(refusal(411, 'body'))
    expect(post({ 'content-type': json, 'content-length': '1000001' })).toEqual(refusal(413, 'body_size'))
    expect(post({ 'content-type': json, 'content-length': '1', 'content-encoding': 'gzip' })).toEqual(
      refusal(415, 'content_type'),
    )
  })

  it('to read needs no body', () => {
    expect(right({ headers: { 'content-length': '0' } }, 'owner')).toBeNull()
    expect(right({ headers: { 'content-length': '1' } }, 'owner')).toEqual(refusal(400, 'body'))
    expect(right({ headers: { 'transfer-encoding': 'chunked' } }, 'owner')).toEqual(refusal(400, 'body'))
  })
})
