import { describe, expect, it } from 'vitest'
import { attachment } from './attachment.ts'
import { auditQuerySchema, confirmationSchema, planRequestSchema } from './recovery-requests.ts'
import { parseBody, parseQuery, respondJson } from './respond.ts'
import { takeFirst } from './take-first.ts'

const post = (body: string): Request => new Request('http://x/', { method: 'POST', body })

describe('the body of a request', () => {
  it('is taken where it is as its schema says', async () => {
    const asked = { action: 'clean_up', sessions: ['s'], quietForMs: null }
    expect(await parseBody(post(JSON.stringify(asked)), planRequestSchema)).toEqual(asked)
    expect(await parseBody(post('{"typed":null}'), confirmationSchema)).toEqual({ typed: null })
  })

  it('is refused with what is wrong, and where it is no JSON', async () => {
    for (const [body, fault] of [
      ['{', /The body is not JSON/],
      ['{}', /The body is wrong: action: /],
      ['{"action":"undo","operation":"o","force":true}', /The body is wrong: .*force/],
      ['{"action":"clean_up","sessions":[],"quietForMs":null}', /sessions: /],
      ['{"action":"clean_up","quietForMs":null}', /sessions: /],
    ] as const) {
      const response = await respondJson(() => parseBody(post(body), planRequestSchema))
      expect(response.status).toBe(400)
      expect(await response.text()).toMatch(fault)
    }
  })
})

describe('the query of the audit', () => {
  it('asks for the newest of everything where it says nothing', () => {
    expect(parseQuery('http://x/?user=ada&fromMs=5', auditQuerySchema)).toEqual({
      user: 'ada',
      action: null,
      outcome: null,
      fromMs: 5,
      untilMs: null,
      beforeSeq: null,
      limit: 100,
    })
  })
})

describe('a response that work made itself', () => {
  it('stays as it is', async () => {
    const made = new Response('x', { status: 409 })
    expect(await respondJson(async () => made)).toBe(made)
  })

  it('may be a file, whose parts are made as it is read', async () => {
    const file = attachment(['a', 'b'], { name: 'x.csv', contentType: 'text/csv' })
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="x.csv"')
    expect(await file.text()).toBe('ab')
  })
})

describe('the first of many', () => {
  it('is known before the others are asked for, and leaving ends them', async () => {
    const seen: string[] = []
    async function* numbers() {
      try {
        for (let n = 1; ; n += 1) {
          seen.push(`made ${n}`)
          yield n
        }
      } finally {
        seen.push('ended')
      }
    }
    const { first, all } = await takeFirst(numbers())
    expect([first, seen]).toEqual([1, ['made 1']])
    for await (const n of all) if (n === 2) break
    expect(seen).toEqual(['made 1', 'made 2', 'ended'])
  })

  it('may be none', async () => {
    async function* nothing(): AsyncGenerator<number> {}
    const { first, all } = await takeFirst(nothing())
    expect(first).toBeUndefined()
    for await (const _ of all) throw new Error('there is nothing')
  })
})
