import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { AppError } from '#lib/errors.ts'
import type { ChangeBatch } from '#lib/model/live.ts'
import { makeBatch } from '#lib/testing/make-batch.ts'
import { eventStream } from './event-stream.ts'
import { lineStream } from './line-stream.ts'
import { endAllStreams } from './open-streams.ts'
import { parseQuery, respondJson } from './respond.ts'

async function nextText(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  return new TextDecoder().decode((await reader.read()).value)
}

/** A stream with its source at hand. */
function open() {
  const aborter = new AbortController()
  const source = { send: (_batch: ChangeBatch | null): void => undefined, subscribed: false }
  const stream = eventStream((listener) => {
    source.send = listener
    source.subscribed = true
    return () => {
      source.subscribed = false
    }
  }, aborter.signal)
  return { source, aborter, reader: stream.getReader() }
}

describe('the event stream', () => {
  it('begins with a sign of life, then tells batches with their number, and to read anew', async () => {
    const { source, reader } = open()
    expect(await nextText(reader)).toContain('event: ping')
    source.send(makeBatch(7))
    expect(await nextText(reader)).toBe(`event: change\nid: 7\ndata: ${JSON.stringify(makeBatch(7))}\n\n`)
    source.send(null)
    expect(await nextText(reader)).toBe('event: resync\ndata: {}\n\n')
    await reader.cancel()
    expect(source.subscribed).toBe(false)
  })

  it('ends when the client leaves, and when the server does', async () => {
    const left = open()
    left.aborter.abort()
    expect(left.source.subscribed).toBe(false)
    const ended = open()
    endAllStreams()
    expect(ended.source.subscribed).toBe(false)
    await ended.reader.read()
    expect((await ended.reader.read()).done).toBe(true)
  })

  it('lets go of a client that does not read', () => {
    const { source } = open()
    for (let at = 0; at < 2000 && source.subscribed; at += 1) source.send(makeBatch(at))
    expect(source.subscribed).toBe(false)
  })
})

describe('a stream of lines', () => {
  it('is one JSON object a line, and ends its source when nobody reads on', async () => {
    let ended = false
    async function* numbers() {
      try {
        for (let n = 0; ; n += 1) yield { n }
      } finally {
        ended = true
      }
    }
    const reader = lineStream(numbers()).getReader()
    expect([await nextText(reader), await nextText(reader)]).toEqual(['{"n":0}\n', '{"n":1}\n'])
    await reader.cancel()
    expect(ended).toBe(true)
  })
})

describe('a response', () => {
  it('is JSON that nobody keeps; null is a 404', async () => {
    const response = await respondJson(async () => ({ a: 1 }))
    expect([response.status, response.headers.get('cache-control'), await response.json()]).toEqual([
      200,
      'no-store',
      { a: 1 },
    ])
    expect((await respondJson(async () => null)).status).toBe(404)
  })

  it('says what was wrong, all of it', async () => {
    const schema = z.object({ limit: z.coerce.number().max(5), sort: z.enum(['id']) })
    const response = await respondJson(async () => parseQuery('http://x/?limit=9&sort=no', schema))
    expect(response.status).toBe(400)
    const { error } = (await response.json()) as { error: { code: string; message: string } }
    expect(error.code).toBe('request_invalid')
    expect(error.message).toMatch(/limit: .*; sort: /)
  })

  it('hides no defect', async () => {
    await expect(respondJson(() => Promise.reject(new TypeError('a defect')))).rejects.toThrow('a defect')
    expect((await respondJson(() => Promise.reject(new AppError('closed', 'ending')))).status).toBe(503)
  })
})
