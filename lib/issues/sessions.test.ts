import { describe, expect, it } from 'vitest'
import type { Session } from '#lib/model/session.ts'
import { makeEvidence, makeFile, unlisted } from '#lib/testing/make-evidence.ts'
import { makeSession } from '#lib/testing/make-session.ts'
import { detectIncompleteSession } from './detect-incomplete-session.ts'
import { detectMissingIntegration } from './detect-missing-integration.ts'
import { detectOrphanedIntegration } from './detect-orphaned-integration.ts'
import { detectStaleSession } from './detect-stale-session.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const NOW_MS = Date.UTC(2026, 10, 24)

const quiet = (id: string, quietMs: number, fields: Partial<Session> = {}): Session =>
  makeSession({ id, state: 'stale', lastActivityAtMs: NOW_MS - quietMs, ...fields })

describe('an incomplete session', () => {
  const detect = (live: Session[], unread = makeEvidence().unread) =>
    detectIncompleteSession(makeEvidence({ live, unread }), NOW_MS)

  it('is one that has been quiet for over 30 minutes, and not for 30', () => {
    expect(detect([quiet('s', 30 * MINUTE_MS)])).toBeNull()
    expect(detect([quiet('s', 30 * MINUTE_MS + 1)])).toMatchObject({
      type: 'incomplete_session',
      severity: 'medium',
      certainty: 'found',
      count: 1,
      description: '1 incomplete session found, quiet for over 30 min',
      action: 'recover',
    })
  })

  it('is none that is active, whatever its times say', () => {
    expect(detect([quiet('s', 5 * HOUR_MS, { state: 'active' })])).toBeNull()
  })

  it('is listed with what there is of it, the one that has been quiet for longest first', () => {
    const live = [
      quiet('b', HOUR_MS, { results: 1, expected: 3, errors: 1, sizeBytes: 7 }),
      quiet('a', 3 * HOUR_MS, { results: 2 }),
      quiet('c', MINUTE_MS),
    ]
    expect(detect(live)).toMatchObject({
      count: 2,
      sinceMs: NOW_MS - 3 * HOUR_MS,
      items: [
        { name: 'a', sessionId: 'a', evidence: 'Quiet for 3 h; 2 results.', sinceMs: NOW_MS - 3 * HOUR_MS },
        { name: 'b', evidence: 'Quiet for 1 h; 1 of 3 expected results, 1 failed.', sizeBytes: 7 },
      ],
    })
  })

  it('that a daily clean-up should have taken is severe', () => {
    expect(detect([quiet('a', HOUR_MS), quiet('b', 24 * HOUR_MS)])?.severity).toBe('medium')
    expect(detect([quiet('a', HOUR_MS), quiet('b', 24 * HOUR_MS + 1)])?.severity).toBe('high')
  })

  it('may be in a directory that cannot be listed: that is unknown, and nothing is offered', () => {
    expect(detect([], [unlisted('temp', 'temp')])).toMatchObject({
      certainty: 'unknown',
      count: 1,
      description: 'What runs in 1 directory is unknown',
      action: null,
      items: [{ name: 'temp', evidence: expect.stringContaining('No permission') }],
    })
    expect(detect([], [unlisted('completed/s', 'completed')])).toBeNull()
  })

  it('is told of with what could not be seen behind it', () => {
    expect(detect([quiet('a', HOUR_MS)], [unlisted('temp/x', 'temp')])).toMatchObject({
      certainty: 'found',
      count: 1,
      description: '1 incomplete session found, quiet for over 30 min; what runs in 1 directory is unknown',
      action: 'recover',
      items: [{ name: 'a' }, { name: 'temp/x' }],
    })
  })
})

describe('a stale session', () => {
  const detect = (live: Session[]) => detectStaleSession(makeEvidence({ live }), NOW_MS)

  it('is one that has been quiet for over 2 hours, and not for 2', () => {
    expect(detect([quiet('s', 2 * HOUR_MS)])).toBeNull()
    expect(detect([quiet('s', 2 * HOUR_MS + 1)])).toMatchObject({
      type: 'stale_session',
      description: '1 stale session found, quiet for over 2 h',
      action: 'clean_up',
      items: [{ name: 's' }],
    })
  })

  it('is none that is active', () => {
    expect(detect([quiet('s', 5 * HOUR_MS, { state: 'active' })])).toBeNull()
  })

  it('is more severe where there are more of them than the guide alerts at', () => {
    const sessions = Array.from({ length: 6 }, (_, at) => quiet(`s${at}`, 3 * HOUR_MS))
    expect(detect(sessions.slice(1))?.severity).toBe('low')
    expect(detect(sessions)?.severity).toBe('medium')
  })
})

describe('a missing integration', () => {
  const done = makeSession({ id: 'done' })
  const detect = (notIntegrated: Session[], unread = makeEvidence().unread) =>
    detectMissingIntegration(makeEvidence({ notIntegrated, unread }))

  it('is that of a session in completed/, one with a failed run included', () => {
    const failed = makeSession({
      id: 'failed',
      state: 'failed',
      reason: { rule: 'unsuccessful_result', evidence: 'x ended with "error".', thresholdMs: null },
    })
    expect(detect([done, failed])).toMatchObject({
      severity: 'low',
      count: 2,
      description: '2 sessions missing integration',
      action: 'integrate',
      items: [{ name: 'done' }, { name: 'failed', evidence: 'x ended with "error".' }],
    })
  })

  it('is none of a session that was moved to failed/, or has no result', () => {
    const moved = makeSession({
      id: 'moved',
      state: 'failed',
      reason: { rule: 'moved_to_failed', evidence: '', thresholdMs: null },
    })
    expect(detect([moved, makeSession({ id: 'empty', results: 0 })])).toBeNull()
  })

  it('is unknown where the integrated file is there and cannot be read', () => {
    const hidden = makeFile({ area: 'integrated', kind: 'integrated', sessionId: 'done' })
    expect(detect([done], [hidden])).toMatchObject({
      certainty: 'unknown',
      description: 'Whether 1 session is integrated is unknown',
    })
    expect(detect([done, makeSession({ id: 'other' })], [hidden])).toMatchObject({
      certainty: 'found',
      count: 1,
      items: [{ name: 'other' }, { name: 'done', evidence: 'Its integrated file cannot be read.' }],
    })
  })

  it('is unknown of all where integrated/ cannot be listed', () => {
    expect(detect([done], [unlisted('integrated', 'integrated')])).toMatchObject({
      certainty: 'unknown',
      count: 1,
    })
  })
})

describe('an orphaned integration', () => {
  const orphaned = [
    makeFile({ path: 'integrated/s_integrated.json', area: 'integrated', kind: 'integrated' }),
  ]

  it('is one whose session is gone', () => {
    expect(detectOrphanedIntegration(makeEvidence())).toBeNull()
    expect(detectOrphanedIntegration(makeEvidence({ orphaned }))).toMatchObject({
      certainty: 'found',
      count: 1,
      description: '1 integrated file whose session is gone',
      action: null,
      items: [{ name: 'integrated/s_integrated.json', sessionId: 's' }],
    })
  })

  it('is unknown where the session may be in what cannot be listed', () => {
    const unread = [unlisted('completed', 'completed')]
    expect(detectOrphanedIntegration(makeEvidence({ orphaned, unread }))).toMatchObject({
      certainty: 'unknown',
      count: 1,
    })
    expect(detectOrphanedIntegration(makeEvidence({ unread }))).toBeNull()
  })

  it('is unknown before everything was read', () => {
    expect(detectOrphanedIntegration(makeEvidence({ orphaned, scan: 'incomplete' }))).toMatchObject({
      certainty: 'unknown',
    })
  })
})
