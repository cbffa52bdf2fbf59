import { describe, expect, it } from 'vitest'
import { checkRequest, type GateRequest, isLoopback, loopbackHosts } from './check-request.ts'

const policy = { allowedHosts: loopbackHosts('127.0.0.1', 4680) }

const request = (
  change: Omit<Partial<GateRequest>, 'headers'> & { headers?: GateRequest['headers'] },
): GateRequest => ({
  method: 'GET',
  target: '/',
  hostCount: 1,
  ...change,
  headers: { host: '127.0.0.1:4680', ...change.headers },
})

const refusal = (status: number, reason: string) => ({ allowed: false, status, reason })

describe('the gate', () => {
  it.each(['127.0.0.1:4680', 'localhost:4680', 'LOCALHOST:4680', '[::1]:4680'])(
    'lets the Host %s in',
    (host) => {
      expect(checkRequest(request({ headers: { host } }), policy)).toEqual({ allowed: true })
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
  ])('refuses the Host "%s"', (host) =>
    expect(checkRequest(request({ headers: { host } }), policy)).toEqual(refusal(403, 'host')),
  )

  it('refuses no Host and two of them', () => {
    expect(checkRequest({ ...request({}), headers: {}, hostCount: 0 }, policy)).toEqual(refusal(403, 'host'))
    expect(checkRequest(request({ hostCount: 2 }), policy)).toEqual(refusal(403, 'host'))
  })

  it('lets a browser leave out the port where it is 80', () => {
    expect(
      checkRequest(request({ headers: { host: 'localhost' } }), {
        allowedHosts: loopbackHosts('127.0.0.1', 80),
      }),
    ).toEqual({ allowed: true })
  })

  it.each(['//evil.example/', '/\\evil.example', 'http://evil.example/', '*', 'x', ''])(
    'refuses the target "%s"',
    (target) => {
      expect(checkRequest(request({ target }), policy)).toEqual(refusal(400, 'target'))
    },
  )

  const own = { origin: 'http://127.0.0.1:4680', 'content-type': 'application/json' }

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'post'])(
    'takes a %s as JSON from its own pages',
    (method) => {
      expect(checkRequest(request({ method, headers: own }), policy)).toEqual({ allowed: true })
      expect(
        checkRequest(
          request({ method, headers: { ...own, 'content-type': 'application/json; charset=utf-8' } }),
          policy,
        ),
      ).toEqual({ allowed: true })
    },
  )

  it.each([
    undefined,
    'null',
    'http://evil.example',
    'https://127.0.0.1:4680',
    'http://127.0.0.1:4681',
    'http://localhost:4680',
    'http://127.0.0.1:4680.evil.example',
  ])('refuses a change whose Origin is %s', (origin) => {
    const headers = { 'content-type': 'application/json', ...(origin === undefined ? {} : { origin }) }
    expect(checkRequest(request({ method: 'POST', headers }), policy)).toEqual(refusal(403, 'origin'))
  })

  it.each([
    undefined,
    '',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/jsonp',
    'text/plain, application/json',
  ])('refuses a change whose content type is %s', (type) => {
    const headers = { origin: own.origin, ...(type === undefined ? {} : { 'content-type': type }) }
    expect(checkRequest(request({ method: 'POST', headers }), policy)).toEqual(refusal(415, 'content_type'))
  })

  it.each([
    ['127.0.0.1', true],
    ['127.1.2.3', true],
    ['localhost', true],
    ['::1', true],
    ['0.0.0.0', false],
    ['192.168.1.2', false],
    ['127.0.0.1.nip.io', false],
    ['::', false],
  ])('knows whether %s is this machine alone', (host, expected) => expect(isLoopback(host)).toBe(expected))
})
