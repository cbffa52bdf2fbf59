import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { endAllStreams } from './open-streams.ts'
import { valueStream } from './value-stream.ts'

describe('values as events', () => {
  it('are asked for one after the other, by whoever reads', async () => {
    let asked = 0
    async function* values() {
      for (;;) {
        asked += 1
        yield { asked }
      }
    }
    const stop = new AbortController()
    const reader = valueStream(values(), stop).getReader()
    const read = async (): Promise<string> => new TextDecoder().decode((await reader.read()).value)
    expect(await read()).toBe('event: ping\ndata: {}\n\n')
    expect(await read()).toBe('data: {"asked":1}\n\n')
    expect(await read()).toBe('data: {"asked":2}\n\n')
    expect(asked).toBeLessThanOrEqual(3)
    await reader.cancel()
    expect(stop.signal.aborted).toBe(true)
  })

  it('end with the server', async () => {
    const stop = new AbortController()
    async function* values() {
      while (!stop.signal.aborted) await once(stop.signal, 'abort')
      yield* []
    }
    const all = text(valueStream(values(), stop))
    endAllStreams()
    expect(await all).toBe('event: ping\ndata: {}\n\n')
  })
})
