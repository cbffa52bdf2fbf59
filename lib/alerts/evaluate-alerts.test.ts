import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AlertChange, AlertEvidence, AlertStates } from '#lib/model/alert.ts'
import { alertKey, UNKNOWN_EVIDENCE } from '#lib/model/alert.ts'
import { type AlertsConfig, type AlertTerms, DEFAULT_ALERTS } from '#lib/model/alert-settings.ts'
import { findAlert, makeAlertEvidence, makeTally, withTerms } from '#lib/testing/make-alerts.ts'
import { evaluateAlerts } from './evaluate-alerts.ts'
import { LONGEST_GAP_MS } from './step-alert.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const START = 1_800_000_000_000
const NOTHING: AlertStates = { alerts: [], mutes: {} }

const stale = (staleSessions: number | null): AlertEvidence => makeAlertEvidence({ staleSessions })

/** Stale sessions alone, each 30 s, and what changed at which look. */
function follow(
  terms: Partial<AlertTerms>,
  values: readonly (number | null)[],
  { mutes = {}, stepMs = 30 * SECOND_MS }: { mutes?: Record<string, number>; stepMs?: number } = {},
) {
  const config = withTerms('stale_sessions', { forMs: 0, clearForMs: 0, cooldownMs: 0, ...terms })
  let state: AlertStates = { alerts: [], mutes }
  const changes = values.flatMap((value, look) => {
    const step = evaluateAlerts(config, stale(value), state, START + look * stepMs)
    state = step.state
    return step.changes.map(({ kind, tell }) => `${look} ${kind}${tell ? '' : ' silently'}`)
  })
  return { changes, alert: findAlert(state.alerts, 'stale_sessions') }
}

describe('an alert', () => {
  it('is raised over its threshold, not at it, and cleared at its clear threshold', () => {
    expect(follow({ threshold: 5, clearThreshold: 3 }, [5, 6, 4, 3, 4, 6]).changes).toEqual([
      '1 raised',
      '3 cleared',
      '5 raised',
    ])
  })

  it('is raised once the condition has held for its time, without a break', () => {
    const { changes, alert } = follow({ forMs: 60 * SECOND_MS }, [6, 6, 1, 6, 6, 6, 6])
    expect(changes).toEqual(['5 raised'])
    expect(alert).toMatchObject({ raisedAtMs: START + 150 * SECOND_MS, value: 6, threshold: 5 })
  })

  it('is cleared once it has been over for its time, without a break', () => {
    expect(follow({ clearForMs: 60 * SECOND_MS }, [6, 1, 1, 6, 1, 1, 1, 1]).changes).toEqual([
      '0 raised',
      '6 cleared',
    ])
  })

  it('stays as it is while it cannot be told, and says why', () => {
    const raised = follow({}, [6, null, null])
    expect(raised.changes).toEqual(['0 raised'])
    expect(raised.alert).toMatchObject({
      raisedAtMs: START,
      value: 6,
      unknown: 'How many sessions are stale is not known.',
    })
    const fine = follow({}, [1, null])
    expect(fine.changes).toEqual([])
    expect(fine.alert).toMatchObject({ raisedAtMs: null, unknown: expect.any(String) })
    expect(follow({}, [1, null, 1]).alert.unknown).toBeNull()
  })

  it('does not count what nobody saw for its time', () => {
    expect(follow({ forMs: 60 * SECOND_MS }, [6, null, null, 6]).changes).toEqual([])
    const gap = follow({ forMs: LONGEST_GAP_MS + 1 }, [6, 6], { stepMs: 24 * 60 * MINUTE_MS })
    expect(gap.changes).toEqual([])
  })

  it('is not told again within its cooldown, and told after that if it is raised still', () => {
    const told = follow({ cooldownMs: 120 * SECOND_MS }, [6, 1, 6, 6, 6, 6])
    expect(told.changes).toEqual(['0 raised', '1 cleared', '2 raised silently', '4 kept'])
    const over = follow({ cooldownMs: 120 * SECOND_MS }, [6, 1, 6, 1, 1, 1])
    expect(over.changes).toEqual(['0 raised', '1 cleared', '2 raised silently', '3 cleared silently'])
  })

  it('is kept, but not told, while it is muted, and told when that ends', () => {
    const mutes = { stale_sessions: START + 60 * SECOND_MS }
    expect(follow({}, [6, 6, 6, 6], { mutes }).changes).toEqual(['0 raised silently', '2 kept'])
    expect(follow({}, [6, 1, 6], { mutes }).changes).toEqual([
      '0 raised silently',
      '1 cleared silently',
      '2 raised',
    ])
    expect(follow({ muteUntilMs: START + 60 * SECOND_MS }, [6, 6, 6]).changes).toEqual([
      '0 raised silently',
      '2 kept',
    ])
  })

  it('is cleared where it is switched off, and forgotten', () => {
    const raised = evaluateAlerts(withTerms('stale_sessions', { forMs: 0 }), stale(9), NOTHING, START)
    const off = evaluateAlerts(withTerms('stale_sessions', { enabled: false }), stale(9), raised.state, START)
    expect(off.changes).toMatchObject([{ kind: 'cleared', because: 'switched_off', tell: false }])
    expect(off.state.alerts.map(alertKey)).not.toContain('stale_sessions')
  })

  it('survives a clock that is set back, and its cooldown ends all the same', () => {
    const config = withTerms('stale_sessions', {
      forMs: 0,
      clearForMs: 0,
      cooldownMs: MINUTE_MS,
    })
    const first = evaluateAlerts(config, stale(9), NOTHING, START)
    const earlier = START - 24 * 60 * MINUTE_MS
    const back = evaluateAlerts(config, stale(9), first.state, earlier)
    expect(findAlert(back.state.alerts, 'stale_sessions')).toMatchObject({
      raisedAtMs: earlier,
      toldAtMs: earlier,
    })
    const cleared = evaluateAlerts(config, stale(1), back.state, earlier + 1)
    const again = evaluateAlerts(config, stale(9), cleared.state, earlier + 2 * MINUTE_MS)
    expect([cleared, again].flatMap(({ changes }) => changes)).toMatchObject([
      { kind: 'cleared' },
      { kind: 'raised', tell: true },
    ])
  })
})

const ofAgents = (rates: Record<string, number>): AlertEvidence =>
  makeAlertEvidence({
    windows: [
      {
        windowMs: 60 * MINUTE_MS,
        overall: makeTally(),
        agents: Object.entries(rates).map(([agent, success]) => ({
          agent,
          ...makeTally({ results: 100, errors: 100 - success, timed: 100, averageMs: 1000 }),
        })),
      },
    ],
  })

describe('alerts by agent', () => {
  it('are one for each, with terms of its own where it has some', () => {
    const terms = DEFAULT_ALERTS.rules.agent_success_rate
    const strict = { ...terms, threshold: 0.95, clearThreshold: 0.97 }
    const config = withTerms('agent_success_rate', {})
    const rules = { ...config.rules, agent_success_rate: { ...terms, agents: { strict } } }
    const { changes } = evaluateAlerts(
      { ...config, rules },
      ofAgents({ fine: 90, strict: 90, bad: 20, __proto__x: 90 }),
      NOTHING,
      START,
    )
    expect(changes.map(({ agent, value, threshold }) => [agent, value, threshold])).toEqual([
      ['strict', expect.closeTo(0.9), 0.95],
      ['bad', expect.closeTo(0.2), 0.7],
    ])
  })

  it('are there for the average and the errors of agents that the settings name', () => {
    const terms = { ...DEFAULT_ALERTS.rules.average_execution, threshold: 500, clearThreshold: 400 }
    const rules = {
      ...DEFAULT_ALERTS.rules,
      average_execution: { ...terms, threshold: 1e9, agents: { slow: terms } },
    }
    const { changes } = evaluateAlerts(
      { ...DEFAULT_ALERTS, rules },
      ofAgents({ slow: 100, other: 100 }),
      NOTHING,
      START,
    )
    expect(changes).toMatchObject([{ rule: 'average_execution', agent: 'slow', value: 1000 }])
  })

  it('clear when their agent gives no results any more, and are forgotten then', () => {
    const config = withTerms('agent_success_rate', { clearForMs: 0, cooldownMs: 0 })
    const raised = evaluateAlerts(config, ofAgents({ bad: 10 }), NOTHING, START)
    const gone = evaluateAlerts(config, ofAgents({}), raised.state, START + MINUTE_MS)
    expect(gone.changes).toMatchObject([{ kind: 'cleared', agent: 'bad', value: null }])
    const later = evaluateAlerts(config, ofAgents({}), gone.state, START + 2 * MINUTE_MS)
    expect(later.state.alerts.map(alertKey)).not.toContain('agent_success_rate/bad')
  })

  it('are muted with their rule, and alone', () => {
    const config = withTerms('agent_success_rate', {})
    const told = (key: string): boolean[] =>
      evaluateAlerts(
        config,
        ofAgents({ a: 10, b: 10 }),
        { alerts: [], mutes: { [key]: START + MINUTE_MS } },
        START,
      ).changes.map(({ tell }) => tell)
    expect(told('agent_success_rate')).toEqual([false, false])
    expect(told('agent_success_rate/a')).toEqual([false, true])
  })
})

describe('mutes', () => {
  it('end by themselves', () => {
    const mutes = { stale_sessions: START, error_rate: START + 1 }
    const { state } = evaluateAlerts(DEFAULT_ALERTS, UNKNOWN_EVIDENCE, { alerts: [], mutes }, START)
    expect(state.mutes).toEqual({ error_rate: START + 1 })
  })
})

/** Looks at any values, some unknown, at times that go on, stand still, jump and go back. */
const looks = fc.array(
  fc.record({
    value: fc.option(fc.integer({ min: 0, max: 10 }), { freq: 8 }),
    stepMs: fc.oneof(
      { weight: 8, arbitrary: fc.constant(30 * SECOND_MS) },
      fc.integer({ min: -10 * MINUTE_MS, max: 10 * MINUTE_MS }),
    ),
  }),
  { minLength: 1, maxLength: 120 },
)
const someTerms = fc
  .record({
    threshold: fc.integer({ min: 3, max: 8 }),
    gap: fc.integer({ min: 0, max: 3 }),
    forMs: fc.constantFrom(0, 30 * SECOND_MS, 90 * SECOND_MS),
    clearForMs: fc.constantFrom(0, 30 * SECOND_MS, 90 * SECOND_MS),
    cooldownMs: fc.constantFrom(0, 5 * MINUTE_MS),
  })
  .map(({ threshold, gap, ...rest }) => ({ ...rest, threshold, clearThreshold: threshold - gap }))

type Look = { nowMs: number; value: number | null; changes: AlertChange[]; raised: boolean }

function replay(config: AlertsConfig, steps: readonly { value: number | null; stepMs: number }[]): Look[] {
  let state = NOTHING
  let nowMs = START
  return steps.map(({ value, stepMs }) => {
    nowMs += stepMs
    const step = evaluateAlerts(config, stale(value), state, nowMs)
    state = step.state
    const raised = findAlert(state.alerts, 'stale_sessions').raisedAtMs !== null
    return { nowMs, value, changes: step.changes, raised }
  })
}

describe('whatever is seen, and whenever', () => {
  it('an alert is raised and cleared in turn, on the right side of the right threshold, never by what is unknown', () => {
    fc.assert(
      fc.property(someTerms, looks, (terms, steps) => {
        let raised = false
        for (const look of replay(withTerms('stale_sessions', terms), steps)) {
          for (const change of look.changes) {
            if (change.kind === 'kept') continue
            expect(change.kind).toBe(raised ? 'cleared' : 'raised')
            raised = !raised
            expect(look.value).not.toBeNull()
            if (raised) expect(look.value).toBeGreaterThan(terms.threshold)
            else expect(look.value).toBeLessThanOrEqual(terms.clearThreshold)
          }
          expect(look.raised).toBe(raised)
        }
      }),
    )
  })

  it('it does not flap: between two changes lies the time that the later one asks for', () => {
    fc.assert(
      fc.property(someTerms, looks, (terms, steps) => {
        const forward = steps.map(({ value, stepMs }) => ({ value, stepMs: Math.abs(stepMs) }))
        const changes = replay(withTerms('stale_sessions', terms), forward)
          .flatMap((look) => look.changes)
          .filter(({ kind }) => kind !== 'kept')
        for (const [at, { kind, atMs }] of changes.entries()) {
          const before = changes[at - 1]
          const neededMs = kind === 'raised' ? terms.forMs : terms.clearForMs
          if (before !== undefined) expect(atMs - before.atMs).toBeGreaterThanOrEqual(neededMs)
        }
      }),
    )
  })

  it('it is told at most once within the cooldown, and each end at most once for each beginning', () => {
    fc.assert(
      fc.property(someTerms, looks, (terms, steps) => {
        const forward = steps.map(({ value, stepMs }) => ({ value, stepMs: Math.abs(stepMs) }))
        const told = replay(withTerms('stale_sessions', terms), forward)
          .flatMap((look) => look.changes)
          .filter(({ tell }) => tell)
        const begun = told.filter(({ kind }) => kind !== 'cleared')
        for (const [at, { atMs }] of begun.entries()) {
          const before = begun[at - 1]
          if (before !== undefined) expect(atMs - before.atMs).toBeGreaterThanOrEqual(terms.cooldownMs)
        }
        for (const [at, { kind }] of told.entries())
          if (kind === 'cleared') expect(told[at - 1]?.kind).toMatch(/raised|kept/)
      }),
    )
  })

  it('nothing but unknown evidence changes nothing', () => {
    fc.assert(
      fc.property(looks, (steps) => {
        const unknown = steps.map(({ stepMs }) => ({ value: null, stepMs }))
        expect(replay(DEFAULT_ALERTS, unknown).flatMap(({ changes }) => changes)).toEqual([])
      }),
    )
  })
})
