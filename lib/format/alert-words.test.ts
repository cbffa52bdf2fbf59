import { describe, expect, it } from 'vitest'
import type { AlertChange } from '#lib/model/alert.ts'
import { alertName, alertReason, changeWords } from './alert-words.ts'

const change = (of: Partial<AlertChange>): AlertChange => ({
  kind: 'raised',
  rule: 'error_rate',
  agent: null,
  atMs: 90_000,
  raisedAtMs: 0,
  value: 0.25,
  threshold: 0.2,
  tell: true,
  because: null,
  ...of,
})

describe('the words of an alert', () => {
  it.each([
    [change({}), 'Alert raised: Error rate: 25 %, over 20 %'],
    [change({ kind: 'kept' }), 'Alert still raised: Error rate: 25 %, over 20 %'],
    [change({ kind: 'cleared', value: 0.1 }), 'Alert cleared: Error rate: 10 % after 1 min 30 s'],
    [
      change({ kind: 'cleared', value: null }),
      'Alert cleared: Error rate: nothing to judge it by any more, after 1 min 30 s',
    ],
    [
      change({ kind: 'cleared', because: 'switched_off' }),
      'Alert cleared: Error rate: switched off after 1 min 30 s',
    ],
    [
      change({ rule: 'disk_forecast', value: 7_200_000, threshold: 86_400_000 }),
      'Alert raised: Disk full soon: full in 2 h at the present rate, under 1 d',
    ],
    [
      change({ rule: 'hook_silent', value: 2_400_000, threshold: 1_800_000 }),
      'Alert raised: Hooks capture nothing: agents run, and nothing was captured for 40 min, over 30 min',
    ],
    [
      change({ rule: 'job_failed', value: 2, job: 'auto_recovery', threshold: 1 }),
      'Alert raised: Scheduled job fails: Automatic recovery failed 2 times in a row, as Settings shows, over 1',
    ],
    [
      change({ rule: 'results_size', value: 2e9, threshold: 1e9 }),
      'Alert raised: Results on disk: 2.0 GB, over 1.0 GB',
    ],
  ])('say what is so, and what it is held against', (of, words) => {
    expect(changeWords(of)).toBe(words)
  })

  it('show what hides in the name of an agent', () => {
    expect(alertName({ rule: 'agent_success_rate', agent: 'a\nb' })).toBe('Success rate of a\\u{a}b')
    expect(alertReason({ rule: 'stale_sessions', agent: null, value: 6, threshold: 5 })).toBe('6, over 5')
  })
})
