import { describe, expect, it } from 'vitest'
import { readMoment } from './read-moment.ts'

const NOW = new Date(2026, 10, 30, 12, 34, 56)
const read = (text: string) => readMoment('--since', text, NOW.getTime())
const local = (...parts: [number, number, number, number?, number?]) => new Date(...parts).getTime()

describe('a time that somebody types', () => {
  it.each([
    ['2h', NOW.getTime() - 7_200_000],
    ['7d', NOW.getTime() - 7 * 86_400_000],
    ['1500ms', NOW.getTime() - 1500],
    ['today', local(2026, 10, 30)],
    ['yesterday', local(2026, 10, 29)],
    ['10:00', local(2026, 10, 30, 10)],
    ['2026-11-24', local(2026, 10, 24)],
    ['2026-11-24T10:30', local(2026, 10, 24, 10, 30)],
    ['2026-11-24 10:30', local(2026, 10, 24, 10, 30)],
    ['2028-02-29', local(2028, 1, 29)],
    ['2026-11-24T10:30:00.5Z', Date.UTC(2026, 10, 24, 10, 30, 0, 500)],
    ['2026-11-24T10:30+0100', Date.UTC(2026, 10, 24, 9, 30)],
  ])('is read: %s', (text, atMs) => expect(read(text)).toBe(atMs))

  it.each([
    ['2026-02-30', 'a day that is in the calendar'],
    ['2026-02-31T10:00', 'a day that is in the calendar'],
    ['2026-13-01', 'a day that is in the calendar'],
    ['2026-00-10T10:00Z', 'a day that is in the calendar'],
    ['20261130', 'a number with its unit'],
    ['1795975206', 'a number with its unit'],
    ['0', 'a number with its unit'],
    ['25:00', 'how long ago'],
    ['2026-11-24T99:00', 'how long ago'],
    ['2026-11', 'how long ago'],
    ['soon', 'how long ago'],
    ['', 'how long ago'],
  ])('is refused, saying what was expected: %j', (text, expected) => {
    expect(() => read(text)).toThrow(`--since is "${text}": expected ${expected}`)
  })

  it('is none where the option was not given', () => {
    expect(readMoment('--until', undefined, 0)).toBeNull()
  })
})
