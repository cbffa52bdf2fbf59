import { describe, expect, it } from 'vitest'
import type { LogLine } from '#lib/model/log.ts'
import { mergeLines } from './merge-lines.ts'

const line = (offset: number, more: Partial<LogLine> = {}): LogLine => ({
  offset,
  nextOffset: offset + 1,
  text: `line at ${offset}`,
  wholeBytes: null,
  form: 'other',
  atMs: null,
  level: null,
  matches: [],
  context: false,
  unfinished: false,
  ...more,
})

describe('lines of a log that come one after the other', () => {
  it('stand in the order of the file, each once', () => {
    const held = [line(10), line(20)]
    expect(mergeLines(held, [line(30)]).map(({ offset }) => offset)).toEqual([10, 20, 30])
    expect(mergeLines(held, [line(5)]).map(({ offset }) => offset)).toEqual([5, 10, 20])
    expect(mergeLines(held, [line(15), line(20)]).map(({ offset }) => offset)).toEqual([10, 15, 20])
    expect(mergeLines(held, [])).toEqual(held)
    expect(mergeLines([], held)).toEqual(held)
  })

  it('give way to what is whole, and to what matches, and never to what merely stands near', () => {
    const whole = line(10, { text: 'whole' })
    expect(mergeLines([line(10, { unfinished: true })], [whole])).toEqual([whole])
    expect(mergeLines([line(10, { context: true })], [whole])).toEqual([whole])
    expect(mergeLines([whole], [line(10, { context: true })])).toEqual([whole])
  })
})
