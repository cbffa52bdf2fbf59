import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MetricsQuery } from '#lib/model/metrics-query.ts'
import { measureResults } from './measure-results.ts'
import { createResultColumns, type MeasuredResult, putResult, removeResult } from './result-columns.ts'

const query: MetricsQuery = {
  fromMs: 200,
  untilMs: 900,
  live: false,
  agents: [],
  projects: [],
  outcomes: [],
  compare: true,
}

const stored = fc.record({
  sessionId: fc.constantFrom('', 'one', 'two', 'three'),
  agent: fc.constantFrom(null, 'a', 'b'),
  project: fc.constantFrom(null, 'p'),
  outcome: fc.constantFrom('success' as const, 'error' as const, 'unreadable' as const),
  endedAtMs: fc.integer({ min: 0, max: 1200 }),
  executionMs: fc.option(fc.integer({ min: 1, max: 600 })),
  error: fc.constantFrom(null, 'It broke'),
  usage: fc.option(
    fc.record({
      model: fc.constantFrom(null, 'm'),
      inputTokens: fc.option(fc.nat()),
      outputTokens: fc.option(fc.nat()),
      cacheReadTokens: fc.option(fc.nat()),
      cacheWriteTokens: fc.option(fc.nat()),
      toolCalls: fc.option(fc.nat()),
    }),
  ),
})

const step = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), id: fc.integer({ min: 0, max: 20 }), fields: stored }),
  fc.record({ kind: fc.constant('remove' as const), id: fc.integer({ min: 0, max: 20 }) }),
  fc.record({ kind: fc.constant('ask' as const) }),
)

describe('the order of results', () => {
  it('is the same however it came about', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const columns = createResultColumns()
        const last = new Map<number, MeasuredResult>()
        for (const one of steps) {
          if (one.kind === 'ask') measureResults(columns, query)
          else if (one.kind === 'remove') {
            removeResult(columns, one.id)
            last.delete(one.id)
          } else {
            // What is new has a greater id than all before; any other is a change.
            const id = last.has(one.id) ? one.id : nextId(last, columns.length)
            const result = { id, ...one.fields }
            putResult(columns, result)
            last.set(id, result)
          }
        }
        const plain = createResultColumns()
        for (const result of [...last.values()].sort((a, b) => a.id - b.id)) putResult(plain, result)
        expect(withoutNames(measureResults(columns, query))).toEqual(
          withoutNames(measureResults(plain, query)),
        )
      }),
      { numRuns: 300 },
    )
  })
})

const nextId = (last: ReadonlyMap<number, MeasuredResult>, length: number): number =>
  Math.max(length, ...last.keys()) + 1

/** Of errors and sessions that are alike, the one that came first is named first. */
function withoutNames(view: ReturnType<typeof measureResults>) {
  return {
    ...view,
    frequentErrors: view.frequentErrors.map(({ count, lastAtMs }) => ({ count, lastAtMs })),
    slowestSessions: view.slowestSessions.map(({ durationMs }) => durationMs),
  }
}
