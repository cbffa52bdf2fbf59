import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import type { WebhookSettings } from '#lib/model/alert-settings.ts'
import type { AlertMessage } from '#lib/model/alert-view.ts'
import { deliverWebhook } from './deliver-webhook.ts'
import { isPublicAddress } from './is-public-address.ts'
import { maskUrl } from './mask-url.ts'
import { type PostOptions, postWebhook } from './post-webhook.ts'
import { webhookBody } from './webhook-body.ts'

type Asked = { method: string | undefined; url: string | undefined; type: string | undefined; body: string }

/** A real server that answers as `answers` say, one after the other, the last again and again. */
async function listening(
  ...answers: ((request: IncomingMessage, response: ServerResponse) => void)[]
): Promise<{ url: string; asked: Asked[] } & AsyncDisposable> {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const { method, url, headers } = request
    const answer = answers[Math.min(asked.length, answers.length - 1)]
    asked.push({ method, url, type: headers['content-type'], body: await text(request) })
    answer?.(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret-path`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const answer =
  (status: number, headers: Record<string, string> = {}) =>
  (_: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(status, headers).end('ok')
  }

const hook = (url: string, allowPrivate = true): WebhookSettings => ({
  name: 'team',
  url,
  format: 'json',
  allowPrivate,
})
const { signal } = new AbortController()
const post = (url: string, allowPrivate = true, options: Partial<PostOptions> = {}) =>
  postWebhook({ url, allowPrivate }, '{"text":"hello"}', { signal, ...options })

describe('a message', () => {
  it('is posted as JSON, and delivered by any 2xx', async () => {
    await using server = await listening(answer(204))
    expect(await post(server.url)).toEqual({ status: 'delivered', again: false, detail: 'answered 204' })
    expect(server.asked).toEqual([
      {
        method: 'POST',
        url: '/secret-path',
        type: 'application/json; charset=utf-8',
        body: '{"text":"hello"}',
      },
    ])
  })

  it('follows no redirect, wherever it leads', async () => {
    await using other = await listening(answer(200))
    await using server = await listening(answer(307, { location: other.url }))
    expect(await post(server.url)).toMatchObject({
      status: 'failed',
      again: false,
      detail: expect.stringContaining('redirects are not followed'),
    })
    expect(other.asked).toEqual([])
  })

  it('is not waited for longer than its limit, though the server never answers or never ends', async () => {
    await using silent = await listening(() => undefined)
    await using endless = await listening((_, response) => void response.writeHead(200).write('a little'))
    for (const { url } of [silent, endless])
      expect(await post(url, true, { limitMs: 200 })).toEqual({
        status: 'failed',
        again: true,
        detail: 'no answer within 0.2 s',
      })
  })

  it('reads no more than a little of an answer that never ends', async () => {
    await using server = await listening((_, response) => {
      response.writeHead(200)
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      }
      response.on('drain', more)
      more()
    })
    expect(await post(server.url)).toMatchObject({ status: 'delivered' })
  })

  it('says why it did not arrive, and never where to', async () => {
    const gone = await listening(answer(200))
    await gone[Symbol.asyncDispose]()
    const result = await post(gone.url)
    expect(result).toEqual({ status: 'failed', again: true, detail: 'not reached: ECONNREFUSED' })
    expect(await post('http://nobody.invalid/secret-path')).toMatchObject({
      again: true,
      detail: expect.stringMatching(/^not reached: E[A-Z_]+$/),
    })
  })
})

describe('addresses that are not public', () => {
  it.each([
    '127.0.0.1',
    '127.9.9.9',
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '169.254.169.254',
    '172.31.255.255',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::FFFF:7f00:1',
    '0:0:0:0:0:ffff:10.0.0.1',
    '::ffff:169.254.169.254',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    'localhost',
    '',
  ])('%j is none', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it.each(['8.8.8.8', '100.128.0.1', '172.32.0.1', '::ffff:8.8.8.8', '2606:4700::1111', '2a00:1450::1'])(
    '%s is one',
    (address) => {
      expect(isPublicAddress(address)).toBe(true)
    },
  )

  it('are refused as they are written, however that is, and nothing is asked', async () => {
    await using server = await listening(answer(200))
    const { port } = new URL(server.url)
    for (const host of [
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f.1',
      '[::ffff:127.0.0.1]',
      '0.0.0.0',
      'localhost',
    ])
      expect(await post(`http://${host}:${port}/secret-path`, false), host).toEqual({
        status: 'failed',
        again: false,
        detail: expect.stringContaining('leads to an address that is not public'),
      })
    expect(server.asked).toEqual([])
  })

  it('are refused where a public name leads there, also beside a public address', async () => {
    await using server = await listening(answer(200))
    const url = server.url.replace('127.0.0.1', 'hooks.example.org')
    const loopback = { address: '127.0.0.1', family: 4 }
    for (const addresses of [[loopback], [{ address: '8.8.8.8', family: 4 }, loopback]])
      expect(await post(url, false, { resolve: async () => addresses })).toMatchObject({
        status: 'failed',
        again: false,
        detail: expect.stringContaining('hooks.example.org leads to an address that is not public'),
      })
    expect(server.asked).toEqual([])
  })

  it('are looked up once, for the connection that is made: what a name leads to later does not count', async () => {
    await using server = await listening(answer(200))
    let asked = 0
    const resolve = async () => {
      asked += 1
      return [{ address: '127.0.0.1', family: 4 }]
    }
    const url = server.url.replace('127.0.0.1', 'hooks.example.org')
    expect(await post(url, true, { resolve })).toMatchObject({ status: 'delivered' })
    expect(asked).toBe(1)
  })
})

describe('delivery', () => {
  const deliver = async (url: string) => {
    const tries: string[] = []
    const result = await deliverWebhook(hook(url), '{}', {
      signal,
      retryDelaysMs: [1, 1, 1],
      onTry: ({ tries: count, detail, last }) => tries.push(`${count} ${detail}${last ? ' last' : ''}`),
    })
    return { result, tries }
  }

  it('is tried again after faults of the server, until it is delivered', async () => {
    await using server = await listening(answer(500), answer(429), answer(200))
    const { result, tries } = await deliver(server.url)
    expect(result.status).toBe('delivered')
    expect(tries).toEqual(['1 answered 500', '2 answered 429', '3 answered 200 last'])
  })

  it('is given up after the last try', async () => {
    await using server = await listening(answer(503))
    expect(await deliver(server.url)).toMatchObject({ result: { status: 'failed', detail: 'answered 503' } })
    expect(server.asked).toHaveLength(4)
  })

  it('is not tried again where the server says that the message is wrong', async () => {
    await using server = await listening(answer(404))
    expect((await deliver(server.url)).tries).toEqual(['1 answered 404 last'])
  })

  it('ends with the dashboard, also between two tries', async () => {
    await using server = await listening(answer(500))
    const stop = new AbortController()
    const details: string[] = []
    const result = await deliverWebhook(hook(server.url), '{}', {
      signal: stop.signal,
      retryDelaysMs: [3_600_000],
      onTry({ detail }) {
        details.push(detail)
        stop.abort()
      },
    })
    expect(result).toMatchObject({ status: 'failed', again: false })
    expect(details).toEqual(['answered 500', 'answered 500; the dashboard ended before the next try'])
  })
})

const message: AlertMessage = {
  kind: 'raised',
  title: 'Success rate of <!channel> & co',
  text: 'one\nline',
  rule: 'agent_success_rate',
  agent: '<!channel>',
  value: 0.2,
  threshold: 0.7,
  unit: 'rate',
  atMs: 0,
  raisedAtMs: 0,
  source: 'box',
}

describe('what is sent', () => {
  it('is generic JSON', () => {
    expect(JSON.parse(webhookBody('json', message))).toEqual({
      event: 'raised',
      test: false,
      title: message.title,
      text: message.text,
      rule: 'agent_success_rate',
      agent: '<!channel>',
      value: 0.2,
      threshold: 0.7,
      unit: 'rate',
      source: 'box',
      at: '1970-01-01T00:00:00.000Z',
      raisedAt: '1970-01-01T00:00:00.000Z',
    })
    expect(JSON.parse(webhookBody('json', { ...message, kind: 'test' }))).toMatchObject({ test: true })
  })

  it('is text for Slack, in which a name from a file calls nobody and links nowhere', () => {
    expect(JSON.parse(webhookBody('slack', message))).toEqual({
      text: '*Success rate of &lt;!channel&gt; &amp; co* on box\none\\u{a}line',
    })
  })

  it('goes to an address of which only the host is shown', () => {
    expect(maskUrl('https://hooks.example.org/services/T/secret?key=secret')).toBe(
      'https://hooks.example.org/…',
    )
    expect(maskUrl('https://user:secret@hooks.example.org/')).toBe('https://hooks.example.org/')
  })
})
