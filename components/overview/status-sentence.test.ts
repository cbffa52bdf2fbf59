import { describe, expect, it } from 'vitest'
import type { ScanState } from '#lib/model/live.ts'
import { statusSentence } from './status-sentence.ts'

const scan: ScanState = {
  phase: 'ready',
  files: 0,
  sizeBytes: 0,
  sessions: 0,
  problems: 0,
  finishedAtMs: 0,
  tookMs: 0,
}
const say = (
  active: number,
  stale: number,
  completed: number,
  failedLately: number,
  strays = 0,
  alerts = 0,
  silent = 0,
): string =>
  statusSentence({
    counts: { active, stale, completed, failed: failedLately },
    silent,
    failedLately,
    strays,
    alerts,
    scan,
  })

describe('the status in one sentence', () => {
  it.each([
    [say(0, 0, 0, 0), 'No sessions yet.'],
    [say(0, 0, 3, 0), 'All is well: nothing is running.'],
    [say(1, 0, 3, 0), 'All is well: 1 session is running.'],
    [say(6, 7, 3, 5), '7 stale and 5 failed in the last 24 hours need attention; 6 sessions are running.'],
    [say(1, 0, 0, 0, 1), '1 broken file needs attention; 1 session is running.'],
    [
      say(0, 2, 0, 1, 3),
      '2 stale, 1 failed in the last 24 hours and 3 broken files need attention; nothing is running.',
    ],
    [say(2, 0, 0, 0, 0, 1), '1 raised alert needs attention; 2 sessions are running.'],
    [say(0, 1, 0, 0, 0, 2), '1 stale and 2 raised alerts need attention; nothing is running.'],
    [say(0, 1, 0, 0), '1 stale needs attention; nothing is running.'],
    [say(2, 0, 3, 0, 0, 0, 1), '1 waiting for a silent agent needs attention; 2 sessions are running.'],
    [say(0, 0, 1, 1200), '1,200 failed in the last 24 hours need attention; nothing is running.'],
  ])('reads %s', (sentence, expected) => expect(sentence).toBe(expected))

  it('says that it does not know yet', () => {
    const counts = { active: 0, stale: 0, completed: 0, failed: 0 }
    expect(
      statusSentence({
        counts,
        silent: 0,
        failedLately: 0,
        strays: 0,
        alerts: 0,
        scan: { ...scan, phase: 'scanning' },
      }),
    ).toBe('Reading the home…')
  })
})
