import { describe, expect, it } from 'vitest'
import { readIdentity } from '#lib/http/identity-header.ts'
import type { IssuedShare } from '#lib/journal/shares.ts'
import type { Identity } from '#lib/model/identity.ts'
import type { ShareRequest } from '#lib/model/share.ts'
import { ownUser } from '#lib/store/own-user.ts'
import { type StartedGate, startGate } from '#lib/testing/start-gate.ts'
import { parseProxies } from './trusted-proxies.ts'

const DAY_MS = 86_400_000
const CLOSED = { requireToken: true }

const REQUEST: ShareRequest = {
  name: 'Team',
  lifeMs: DAY_MS,
  query: { agents: [], projects: [], outcomes: [], range: { live: true, lengthMs: DAY_MS }, compare: false },
  show: { errorTexts: false, projects: false, sessionIds: false },
}

const share = ({ journal }: StartedGate): IssuedShare => journal.shares().add(ownUser(), REQUEST)
const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1])

/** What the browser sends from then on, once it opened a link. */
async function open(gate: StartedGate, { text }: Pick<IssuedShare, 'text'>): Promise<string> {
  const [, cookie = ''] = /^set-cookie: ([^;]*)/im.exec(await gate.get(`/s/${text}`)) ?? []
  return `Cookie: ${cookie}`
}

function lastIdentity({ reached }: StartedGate): Identity {
  const headers = reached.at(-1)?.headers ?? {}
  return readIdentity({ get: (name) => headers[name]?.toString() ?? null })
}

describe('a share link', () => {
  it('is opened by the gate itself, as often as somebody likes', async () => {
    await using gate = await startGate(CLOSED)
    const made = share(gate)
    for (let time = 0; time < 3; time += 1) {
      const answer = await gate.get(`/s/${made.text}`)
      expect(statusOf(answer)).toBe(303)
      expect(answer).toContain(`location: /share/${made.share.token.id}\r\n`)
    }
    expect(gate.reached).toEqual([])
  })

  it('is no other token, nor the text of one that is cut short or made up', async () => {
    await using gate = await startGate(CLOSED)
    const { text } = share(gate)
    const viewer = gate.journal.tokens().add(ownUser(), { role: 'viewer', name: 'v', lifeMs: null })
    for (const wrong of [viewer.text, text.slice(0, -1), `${text.slice(0, -4)}0000`, 'x']) {
      const answer = await gate.get(`/s/${wrong}`)
      expect([statusOf(answer), answer.includes('set-cookie')]).toEqual([401, false])
      expect(answer).toContain('There is no such share link.')
    }
  })

  it('that is wrong too often is told to wait, and keeps nobody out who has a right one', async () => {
    await using gate = await startGate(CLOSED)
    const { text } = share(gate)
    for (let attempt = 0; attempt < 10; attempt += 1) expect(statusOf(await gate.get('/s/guess'))).toBe(401)
    const answer = await gate.get('/s/guess')
    expect([statusOf(answer), answer.includes('Too many wrong links')]).toEqual([429, true])
    expect(statusOf(await gate.get(`/s/${text}`))).toBe(303)
  })

  it('leaves its secret neither in the audit nor in what the application is told', async () => {
    await using gate = await startGate(CLOSED)
    const made = share(gate)
    const cookie = await open(gate, made)
    await gate.get(`/s/${made.text}x`)
    await gate.get(`/share/${made.share.token.id}`, [cookie])
    gate.refusals()
    const secret = made.text.slice(-43)
    expect(JSON.stringify(gate.journal.audit().latest(100))).not.toContain(secret)
    expect(gate.reached.at(-1)?.url).not.toContain(secret)
    expect(JSON.stringify(lastIdentity(gate))).not.toContain(secret)
  })

  it('is kept behind TLS by a cookie that is sent there alone', async () => {
    await using gate = await startGate({ trustedProxies: parseProxies(['127.0.0.1']) })
    const answer = await gate.get(`/s/${share(gate).text}`, [
      'X-Forwarded-For: 203.0.113.9',
      'X-Forwarded-Proto: https',
    ])
    expect(answer).toMatch(/set-cookie: .*; HttpOnly; SameSite=Lax; Max-Age=86\d{3}; Secure\r\n/i)
  })
})

describe('a browser that opened a share link', () => {
  it('comes by each for that share alone, and ends with it', async () => {
    await using gate = await startGate(CLOSED)
    const [one, two] = [share(gate), share(gate)]
    const cookies = [await open(gate, one), await open(gate, two)]
    const sent = [`${cookies[0]}; ${cookies[1]?.replace('Cookie: ', '')}`]
    for (const { share: own } of [one, two]) {
      expect(statusOf(await gate.get(`/share/${own.token.id}`, sent))).toBe(200)
      expect(lastIdentity(gate)).toMatchObject({ role: 'share', tokenId: own.token.id })
    }
    gate.journal.shares().revoke(ownUser(), one.share.token.id)
    expect(await gate.get(`/share/${one.share.token.id}`, sent)).toContain('This share link was revoked.')
    // The other one still lets it have scripts, whichever comes first.
    for (const path of [`/share/${two.share.token.id}`, '/_next/static/a.js'])
      expect(statusOf(await gate.get(path, sent))).toBe(200)
  })

  it('keeps whatever else it is', async () => {
    await using gate = await startGate()
    const made = share(gate)
    const cookie = await open(gate, made)
    for (const path of ['/', `/share/${made.share.token.id}`]) {
      expect(statusOf(await gate.get(path, [cookie]))).toBe(200)
      expect(lastIdentity(gate)).toEqual(ownUser())
    }
  })

  it('gets no more by a cookie of another name or another token in it', async () => {
    await using gate = await startGate(CLOSED)
    const [one, two] = [share(gate), share(gate)]
    const under = (name: string, text: string): string[] => [`Cookie: trinitas_share_${name}=${text}`]
    const path = `/share/${one.share.token.id}`
    expect(statusOf(await gate.get(path, under(one.share.token.id, two.text)))).toBe(403)
    expect(statusOf(await gate.get(path, under(two.share.token.id, one.text)))).toBe(401)
    expect(statusOf(await gate.get('/', under(one.share.token.id, one.text)))).toBe(403)
  })
})
