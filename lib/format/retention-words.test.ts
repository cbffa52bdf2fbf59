import { describe, expect, it } from 'vitest'
import { DEFAULT_RETENTION, type RetentionPart, type RetentionPreview } from '#lib/model/retention.ts'
import { formatKeeping } from './duration.ts'
import { partWords, retentionSentence } from './retention-words.ts'

const preview = (change: Partial<RetentionPreview>): RetentionPreview => ({
  retention: DEFAULT_RETENTION,
  parts: [],
  consented: false,
  packed: { logs: 0, freesBytes: 0 },
  kept: [],
  keptMore: 0,
  more: false,
  ...change,
})
const part = (
  kind: RetentionPart['kind'],
  items: number,
  files: number,
  sizeBytes: number,
): RetentionPart => ({
  kind,
  items,
  files,
  sizeBytes,
})

describe('what a run does', () => {
  it('is one sentence, and the trash is no part of it', () => {
    const trash = part('trash', 2, 9, 5e6)
    const atMs = new Date(2026, 11, 1, 2, 0).getTime()
    expect(retentionSentence(preview({ parts: [trash] }), atMs)).toBe(
      'The run on 2026-12-01 at 02:00 has nothing to do.',
    )
    const parts = [part('completed', 2, 3, 1000), part('logs', 1, 1, 500), trash]
    expect(retentionSentence(preview({ parts }), atMs)).toBe(
      'The run on 2026-12-01 at 02:00 moves 4 files, 1.5 KB, to the trash.',
    )
    expect(
      retentionSentence(preview({ parts, packed: { logs: 1, freesBytes: 2e6 }, more: true }), atMs),
    ).toBe(
      'The run on 2026-12-01 at 02:00 moves 4 files, 1.5 KB, to the trash and rotates or compresses 1 log, which frees about 2.0 MB. It does not take all: the run after it goes on.',
    )
  })

  it('is what one would do where none is to come by itself', () => {
    const parts = [part('completed', 2, 3, 1000)]
    expect(retentionSentence(preview({}), null)).toBe('A run would have nothing to do.')
    expect(
      retentionSentence(preview({ parts, packed: { logs: 1, freesBytes: 2e6 }, more: true }), null),
    ).toBe(
      'A run would move 3 files, 1.0 KB, to the trash and would rotate or compress 1 log, which frees about 2.0 MB. It would not take all: the run after it goes on.',
    )
  })

  it('counts each kind by what it is made of', () => {
    expect(
      [
        part('failed', 1, 2, 10),
        part('logs', 2, 2, 10),
        part('reports', 1, 1, 10),
        part('trash', 1, 1, 10),
      ].map(partWords),
    ).toEqual(['1 session, 2 files, 10 B', '2 logs, 10 B', '1 report, 10 B', '1 operation, 1 file, 10 B'])
  })

  it('says for how long in days where it can', () => {
    const hour = 3_600_000
    expect([24 * hour, 7 * 24 * hour, 36 * hour, 0].map(formatKeeping)).toEqual([
      '1 day',
      '7 days',
      '1 d 12 h',
      'ever',
    ])
  })
})
