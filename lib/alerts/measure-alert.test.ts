import { describe, expect, it } from 'vitest'
import type { AlertEvidence, AlertRule, AlertSubject, DiskSample } from '#lib/model/alert.ts'
import { UNKNOWN_EVIDENCE } from '#lib/model/alert.ts'
import { DEFAULT_ALERTS } from '#lib/model/alert-settings.ts'
import { makeAlertEvidence, makeTally } from '#lib/testing/make-alerts.ts'
import { forecastDisk, LONGEST_FORECAST_MS } from './forecast-disk.ts'
import { measureAlert } from './measure-alert.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const NOW = 1_000 * HOUR_MS

function measure(
  subject: AlertRule | AlertSubject,
  evidence: Partial<AlertEvidence>,
  { raised = false } = {},
) {
  const of = typeof subject === 'string' ? { rule: subject, agent: null } : subject
  const terms = DEFAULT_ALERTS.rules[of.rule]
  return measureAlert({ subject: of, terms, evidence: makeAlertEvidence(evidence), raised, nowMs: NOW })
}

const lastHour = (overall: Parameters<typeof makeTally>[0], agents: AlertEvidence['windows'] = null) => ({
  windows: [{ windowMs: HOUR_MS, overall: makeTally(overall), agents: agents?.[0]?.agents ?? [] }],
})

const value = (of: number) => ({ kind: 'value', value: of })
const quiet = { kind: 'quiet' }

describe('the average execution time', () => {
  it('is that of results with a known time, of enough of them', () => {
    expect(measure('average_execution', lastHour({ results: 50, timed: 10, averageMs: 400 }))).toEqual(
      value(400),
    )
    expect(measure('average_execution', lastHour({ results: 50, timed: 9, averageMs: 400 }))).toEqual(quiet)
    expect(measure('average_execution', lastHour({ results: 50 }))).toEqual(quiet)
  })

  it('is judged by fewer results once raised, and by none not at all', () => {
    const of = (timed: number) => lastHour({ timed, averageMs: timed === 0 ? null : 400 })
    expect(measure('average_execution', of(1), { raised: true })).toEqual(value(400))
    expect(measure('average_execution', of(0), { raised: true })).toEqual(quiet)
  })
})

describe('rates', () => {
  it('are errors, or successes of one agent, of all results of the window', () => {
    expect(measure('error_rate', lastHour({ results: 10, errors: 3 }))).toEqual(value(0.3))
    const agents = [{ agent: 'krukai', ...makeTally({ results: 20, errors: 5 }) }]
    const seen = { windows: [{ windowMs: HOUR_MS, overall: makeTally(), agents }] }
    expect(measure({ rule: 'agent_success_rate', agent: 'krukai' }, seen)).toEqual(value(0.75))
    expect(measure({ rule: 'agent_success_rate', agent: 'gone' }, seen)).toEqual(quiet)
  })
})

describe('what is so now', () => {
  it('is a size, and a number of sessions', () => {
    expect(measure('results_size', { resultsBytes: 7 })).toEqual(value(7))
    expect(measure('stale_sessions', { staleSessions: 6 })).toEqual(value(6))
    const jobFailures = { job: 'clean_up', inARow: 2 } as const
    expect(measure('job_failed', { jobFailures })).toEqual({ ...value(2), job: 'clean_up' })
  })
})

describe('no result for a time', () => {
  const active = { activeSessions: 1, sessionActiveSinceMs: NOW - 2 * HOUR_MS }

  it('counts from the last result, and from when a session became active after it', () => {
    expect(measure('no_results', { ...active, lastResultAtMs: NOW - HOUR_MS })).toEqual(value(HOUR_MS))
    expect(measure('no_results', { ...active, lastResultAtMs: NOW - 9 * HOUR_MS })).toEqual(
      value(2 * HOUR_MS),
    )
    expect(measure('no_results', { ...active, lastResultAtMs: 'never' })).toEqual(value(2 * HOUR_MS))
  })

  it('means nothing while no session is active', () => {
    expect(measure('no_results', { activeSessions: 0, lastResultAtMs: null })).toEqual(quiet)
  })

  it('is never negative, though a result is from the future', () => {
    expect(measure('no_results', { ...active, lastResultAtMs: NOW + HOUR_MS })).toEqual(value(0))
  })
})

describe('a hook that captures nothing', () => {
  const agents = { agentProcesses: 2, agentsSinceMs: NOW - 2 * HOUR_MS }

  it('counts from the last capture, or from when agents began to run after it', () => {
    expect(measure('hook_silent', { ...agents, lastCaptureAtMs: NOW - MINUTE_MS })).toEqual(value(MINUTE_MS))
    expect(measure('hook_silent', { ...agents, lastCaptureAtMs: 'never' })).toEqual(value(2 * HOUR_MS))
    expect(measure('hook_silent', { agentProcesses: 0, lastCaptureAtMs: 'never' })).toEqual(quiet)
  })
})

/** One sample a minute, beginning an hour ago. */
const samples = (freeAt: (minute: number) => number, minutes = 60): DiskSample[] =>
  Array.from({ length: minutes }, (_, minute) => ({
    atMs: NOW - (minutes - 1 - minute) * MINUTE_MS,
    freeBytes: freeAt(minute),
  }))

describe('the forecast of a full disk', () => {
  it('is what is left over the rate at which it shrinks', () => {
    const leftMs = forecastDisk(
      samples((minute) => 1e9 - minute * 1e6),
      HOUR_MS,
      NOW,
    )
    expect(leftMs).toBeCloseTo((1e9 - 59e6) / (1e6 / MINUTE_MS), 0)
  })

  it('takes neither jitter nor growth for filling', () => {
    const jitter = samples((minute) => 1e9 + (minute % 2) * 1e6)
    expect(forecastDisk(jitter, HOUR_MS, NOW)).toBeGreaterThan(10 * HOUR_MS)
    expect(
      forecastDisk(
        samples((minute) => 1e9 + minute),
        HOUR_MS,
        NOW,
      ),
    ).toBe(LONGEST_FORECAST_MS)
  })

  it('is now where nothing is free any more, though nothing is written either', () => {
    const full = samples(() => 0)
    expect(forecastDisk(full, HOUR_MS, NOW)).toBe(0)
  })

  it('is unknown of few samples, of a short time, and of old ones', () => {
    expect(forecastDisk([], HOUR_MS, NOW)).toBeNull()
    expect(
      forecastDisk(
        samples(() => 1, 2),
        HOUR_MS,
        NOW,
      ),
    ).toBeNull()
    expect(
      forecastDisk(
        samples(() => 1, 9),
        HOUR_MS,
        NOW,
      ),
    ).toBeNull()
    expect(
      forecastDisk(
        samples(() => 1),
        HOUR_MS,
        NOW + 3 * HOUR_MS,
      ),
    ).toBeNull()
    expect(measure('disk_forecast', { disk: samples(() => 1, 2) })).toMatchObject({ kind: 'unknown' })
  })
})

describe('without evidence', () => {
  it.each(Object.keys(DEFAULT_ALERTS.rules) as AlertRule[])('%s is unknown, and says why', (rule) => {
    expect(measure(rule, UNKNOWN_EVIDENCE)).toEqual({
      kind: 'unknown',
      why: expect.stringMatching(/^[A-Z].*\.$/),
    })
  })

  it('what is known in part is unknown too', () => {
    expect(
      measure('no_results', { activeSessions: 1, sessionActiveSinceMs: 0, lastResultAtMs: null }),
    ).toEqual({ kind: 'unknown', why: 'When the last result arrived is not known.' })
    expect(measure('hook_silent', { agentProcesses: 1, agentsSinceMs: 0, lastCaptureAtMs: null })).toEqual({
      kind: 'unknown',
      why: 'When the hooks last wrote a file is not known.',
    })
  })
})
