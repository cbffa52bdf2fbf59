import { describe, expect, it } from 'vitest'
import type { ItemOutcome, Operation, OperationEvent } from '#lib/model/operation.ts'
import type { PlanSummary } from '#lib/model/plan.ts'
import { applyEvent, driftOf, IDLE, type PlanState } from './plan-state.ts'

const plan: PlanSummary = {
  id: 'p',
  action: 'clean_up',
  items: 2,
  shown: [],
  omitted: 0,
  shownOmitted: [],
  reversible: true,
  typed: null,
  command: 'trinitas cleanup',
  files: 3,
  sizeBytes: 30,
  createdAtMs: 0,
  expiresAtMs: 600_000,
  undoes: null,
}
const request = { action: 'clean_up', sessions: null, quietForMs: null } as const
const running: PlanState = { phase: 'running', request, plan, done: 0, notDone: [] }

const item = (name: string, outcome: ItemOutcome['outcome']): ItemOutcome => ({
  name,
  sessionId: name,
  outcome,
  reason: outcome === 'done' ? null : 'it changed',
  files: 1,
  sizeBytes: 10,
})

const operation: Operation = {
  id: 'o',
  action: 'clean_up',
  user: 'ada',
  startedAtMs: 0,
  endedAtMs: 1,
  status: 'partial',
  resumed: false,
  items: [item('a', 'done'), item('b', 'failed')],
  omitted: [],
  files: 1,
  sizeBytes: 10,
  undoes: null,
  undoneBy: null,
  undoable: true,
}

describe('what is known of a plan that runs', () => {
  it('counts what is done and keeps what was not', () => {
    const events = [
      { kind: 'progress', done: 1, of: 2, item: item('a', 'done') },
      { kind: 'progress', done: 2, of: 2, item: item('b', 'failed') },
    ] as const
    expect(events.reduce<PlanState>(applyEvent, running)).toEqual({
      ...running,
      done: 2,
      notDone: [item('b', 'failed')],
    })
  })

  it('ends with a report or a refusal', () => {
    expect(applyEvent(running, { kind: 'report', operation })).toEqual({
      phase: 'done',
      request,
      plan,
      operation,
    })
    const refused: OperationEvent = { kind: 'refused', code: 'drift', message: 'It changed.', drift: [] }
    expect(applyEvent(running, refused)).toEqual({
      phase: 'refused',
      request,
      plan,
      message: 'It changed.',
      drift: [],
    })
  })

  it('is not changed by what comes late', () => {
    expect(applyEvent(IDLE, { kind: 'report', operation })).toBe(IDLE)
  })
})

describe('the drift of a refusal', () => {
  it('is what the server says, or none', () => {
    const drift = [{ name: 's', changes: ['temp/a.json grew'] }]
    expect(driftOf({ error: {}, drift })).toEqual(drift)
    for (const body of [null, 'x', {}, { drift: 1 }]) expect(driftOf(body)).toEqual([])
  })
})
