import { describe, expect, it } from 'vitest'
import type { LogLine, LogTailEvent } from '#lib/model/log.ts'
import { addLines, applySearchEvent, applyTailEvent, fillGap, type LogView, NO_VIEW } from './log-view.ts'
import { HELD_LINES } from './merge-lines.ts'

const line = (offset: number): LogLine => ({
  offset,
  nextOffset: offset + 1,
  text: 'text',
  wholeBytes: null,
  form: 'other',
  atMs: null,
  level: null,
  matches: [],
  context: false,
  unfinished: false,
})

const lines = (from: number, count: number): LogLine[] =>
  Array.from({ length: count }, (_, at) => line(from + at))
const extent = { sizeBytes: 100_000, inode: 1, packed: false, fault: null }
const ready: LogView = { ...NO_VIEW, phase: 'ready', extent, lines: lines(50_000, HELD_LINES) }

describe('what is held of a log', () => {
  it('is bounded: what is far from where somebody reads is let go, and known to be there', () => {
    const before = addLines(ready, { lines: lines(49_900, 100), sessions: [] }, 'before')
    expect([before.lines.length, before.lines[0]?.offset]).toEqual([HELD_LINES, 49_900])
    expect(before.newerFrom).toBe(49_900 + HELD_LINES)
    const behind = addLines(ready, { lines: lines(50_000 + HELD_LINES, 100), sessions: [] }, 'behind')
    expect([behind.lines.length, behind.olderBefore]).toEqual([HELD_LINES, 50_100])
  })

  it('is gone once the file is another, since offsets begin anew', () => {
    for (const kind of ['truncated', 'rotated'] as const) {
      const view = applyTailEvent(ready, { kind })
      expect([view.lines, view.olderBefore, view.newerFrom, view.extent?.sizeBytes]).toEqual([
        [],
        null,
        null,
        0,
      ])
      expect(view.notice).toMatch(/beginning/)
    }
    expect(applyTailEvent(ready, { kind: 'gone' }).lines).toHaveLength(HELD_LINES)
  })

  it('counts what came too fast', () => {
    const end = 50_000 + HELD_LINES
    const skip = (from: number, until: number, told: LogLine[]): LogTailEvent => ({
      kind: 'lines',
      lines: told,
      sessions: [],
      skipped: { from, until, lines: until - from },
      partial: 0,
    })
    const events = [
      skip(end, end + 5, []),
      skip(end + 5, end + 10, lines(end + 10, 2)),
      skip(end + 12, end + 20, lines(end + 20, 1)),
    ]
    const { gaps } = events.reduce(applyTailEvent, ready)
    expect(gaps).toEqual([
      { from: end, until: end + 10, lines: 10 },
      { from: end + 12, until: end + 20, lines: 8 },
    ])
  })

  it('fills what came too fast with what is read there, a piece at a time', () => {
    const gap = { from: 60, until: 70, lines: 10 }
    const view: LogView = { ...ready, lines: [...lines(50, 10), ...lines(70, 5)], gaps: [gap] }
    const some = fillGap(view, gap, { lines: lines(60, 4), sessions: ['s'] })
    expect([some.lines.length, some.gaps, some.sessions]).toEqual([
      19,
      [{ from: 64, until: 70, lines: 6 }],
      ['s'],
    ])
    const [rest] = some.gaps
    const all = rest && fillGap(some, rest, { lines: lines(64, 11), sessions: [] })
    expect(all?.lines.map(({ offset }) => offset)).toEqual(lines(50, 25).map(({ offset }) => offset))
    expect(all?.gaps).toEqual([])
    const another = applyTailEvent(view, { kind: 'truncated' })
    expect(fillGap(another, gap, { lines: lines(60, 4), sessions: [] })).toBe(another)
  })

  it('says how far a search is, and where it may go on', () => {
    const begun = applySearchEvent(NO_VIEW, { kind: 'begun', extent })
    const found = applySearchEvent(begun, { kind: 'lines', lines: lines(10, 2), sessions: ['s'] })
    const moved = applySearchEvent(found, { kind: 'progress', searchedBytes: 5, ofBytes: 10 })
    expect([moved.searched, moved.lines.length, moved.sessions, moved.phase]).toEqual([
      { bytes: 5, of: 10 },
      2,
      ['s'],
      'loading',
    ])
    const done = applySearchEvent(moved, { kind: 'done', next: 7, reason: 'time', partial: 2 })
    expect([done.searched, done.olderBefore, done.phase]).toEqual([null, 7, 'ready'])
    const more = applySearchEvent(done, { kind: 'done', next: null, reason: 'all', partial: 1 })
    expect(more.partial).toBe(3)
    expect(applySearchEvent(moved, { kind: 'failed', message: 'why' })).toMatchObject({
      phase: 'error',
      error: 'why',
    })
  })
})
