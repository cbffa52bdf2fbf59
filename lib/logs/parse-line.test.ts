import { describe, expect, it } from 'vitest'
import { parseLine } from './parse-line.ts'

const local = (time: string): number => new Date(time).getTime()
const NOON_MS = Date.UTC(2026, 10, 23, 12, 0, 0)

describe('a line of a log', () => {
  it.each([
    [
      '[2026-11-23 21:10:57] [ERROR] Session x has 1 errors',
      'bracketed',
      local('2026-11-23T21:10:57'),
      'error',
    ],
    ['2026-11-23 21:11:02,896 [WARNING] Found', 'plain', local('2026-11-23T21:11:02.896'), 'warning'],
    ['[2026-11-23T12:00:00.123Z] [done] clean_up', 'bracketed', NOON_MS + 123, 'info'],
    ['2026-11-23T13:00:00+0100 [FATAL] x', 'plain', NOON_MS, 'critical'],
    ['2026-11-23 12:00:00 UTC [debug] x', 'plain', NOON_MS, 'debug'],
    ['[2026-11-23 21:10:57] [SHOUTING] x', 'bracketed', local('2026-11-23T21:10:57'), null],
    ['\u001b[31m[2026-11-23T12:00:00Z] [ERROR]\u001b[0m x', 'bracketed', NOON_MS, 'error'],
    ['{"time":"2026-11-23T12:00:00Z","level":"warn","msg":"x"}', 'json', NOON_MS, 'warning'],
    ['{"ts":1795435200,"severity":"ERROR","message":"x"}', 'json', 1795435200000, 'error'],
    ['{"timestamp":1795435200123,"level":30}', 'json', 1795435200123, 'info'],
    ['{"__proto__":{"level":"error"}}', 'json', null, null],
    ['{"level":"error"', 'other', null, null],
    ['Traceback (most recent call last):', 'other', null, null],
    ['[2026-99-99 21:10:57] [ERROR] x', 'other', null, null],
    ['[not a time] [ERROR] x', 'other', null, null],
    ['', 'other', null, null],
  ])('%j is read by its form', (text, form, atMs, level) => {
    expect(parseLine(text)).toEqual({ form, atMs, level })
  })

  it('takes no longer than its length, whatever it holds', () => {
    const startedMs = performance.now()
    for (const text of [
      '['.repeat(100_000),
      `2026-11-23T${' '.repeat(100_000)}`,
      `${'{"a":'.repeat(10_000)}`,
    ])
      parseLine(text)
    expect(performance.now() - startedMs).toBeLessThan(1000)
  })
})
