import { describe, expect, it } from 'vitest'
import { lineParts, sessionExpression } from './line-parts.ts'

describe('a line of a log', () => {
  it('is one piece where nothing is found in it', () => {
    expect(lineParts('text', [], null)).toEqual([{ text: 'text', from: 0, found: false, session: null }])
  })

  it('is cut where something was found, and where a session is named', () => {
    const parts = lineParts(
      'Session s.1 failed',
      [
        [8, 9],
        [12, 18],
      ],
      sessionExpression(['s.1', 's']),
    )
    expect(parts.map(({ text, found, session }) => [text, found, session])).toEqual([
      ['Session ', false, null],
      ['s', true, 's.1'],
      ['.1', false, 's.1'],
      [' ', false, null],
      ['failed', true, null],
    ])
  })

  it('names no session by a part of a word', () => {
    expect(lineParts('sessions', [], sessionExpression(['s', 'session']))).toHaveLength(1)
  })
})
