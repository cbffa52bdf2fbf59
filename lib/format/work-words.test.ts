import { describe, expect, it } from 'vitest'
import type { SessionWork } from '#lib/model/session.ts'
import { formatWaiting } from './work-words.ts'

const MINUTE_MS = 60_000
const NOW_MS = 1_000 * MINUTE_MS

const work = (fields: Partial<SessionWork> = {}): SessionWork => ({
  agents: 1,
  waitingFor: 'krukai-optimizer',
  sinceMs: NOW_MS - 12 * MINUTE_MS,
  silentSinceMs: NOW_MS,
  process: 'alive',
  ...fields,
})
const moment = { state: 'active', limitMs: 5 * MINUTE_MS, nowMs: NOW_MS } as const

describe('whom a session waits for', () => {
  it('is named, with how long', () => {
    expect(formatWaiting(work(), moment)).toBe('waiting for krukai-optimizer for 12 min')
    expect(formatWaiting(work({ agents: 3, waitingFor: null }), moment)).toBe(
      'waiting for an unknown agent and 2 more for 12 min',
    )
  })

  it('is said to be silent once it has been for the limit, though others work', () => {
    const hung = work({ agents: 2, silentSinceMs: NOW_MS - 5 * MINUTE_MS })
    expect(formatWaiting(hung, moment)).toBe(
      'waiting for krukai-optimizer and 1 more for 12 min, silent for 5 min',
    )
    expect(formatWaiting(hung, { ...moment, limitMs: null })).not.toContain('silent')
  })

  it('is said to be alive, gone or unknown once all of it is quiet', () => {
    const quiet = work({ silentSinceMs: NOW_MS - 9 * MINUTE_MS })
    expect(formatWaiting(quiet, { ...moment, state: 'stale' })).toBe(
      'waiting for krukai-optimizer for 12 min, silent for 9 min, process alive',
    )
  })
})
