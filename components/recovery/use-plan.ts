'use client'

import { useCallback, useRef, useState } from 'react'
import type { OperationEvent } from '#lib/model/operation.ts'
import type { PlanSummary } from '#lib/model/plan.ts'
import type { PlanRequest } from '#lib/model/recovery.ts'
import { postJson } from '../live/fetch-json.ts'
import { postLines, type Refusal } from '../live/post-lines.ts'
import { applyEvent, driftOf, IDLE, type Planned, type PlanState } from './plan-state.ts'

const LOST =
  'The connection to the server was lost. What it has begun goes on by itself: the Recovery page says how it ended.'

export type PlanControl = {
  state: PlanState
  ask(request: PlanRequest): Promise<void>
  confirm(planned: Planned, typed: string | null): Promise<void>
  reset(): void
}

/** One plan at a time, from the question to the report. What was begun before is no longer listened to. */
export function usePlan(): PlanControl {
  const [state, setState] = useState(IDLE)
  const turn = useRef(0)
  const begin = useCallback(() => {
    turn.current += 1
    const mine = turn.current
    return (change: (before: PlanState) => PlanState): void => {
      if (mine === turn.current) setState(change)
    }
  }, [])

  const ask = useCallback(
    async (request: PlanRequest) => {
      const update = begin()
      update(() => ({ phase: 'planning', request }))
      const planned = await postJson<PlanSummary>('/api/recovery/plans', request)
      update(() =>
        planned.ok
          ? { phase: 'ready', request, plan: planned.value }
          : { phase: 'failed', request, message: planned.message },
      )
    },
    [begin],
  )
  const confirm = useCallback(
    async (planned: Planned, typed: string | null) => {
      const update = begin()
      update(() => ({ ...planned, phase: 'running', done: 0, notDone: [] }))
      const url = `/api/recovery/plans/${encodeURIComponent(planned.plan.id)}/execute`
      const refusal = await postLines<OperationEvent>(url, { typed }, (events) =>
        update((before) => events.reduce(applyEvent, before)),
      )
      update((before) => (before.phase === 'running' ? endWithoutReport(before, refusal) : before))
    },
    [begin],
  )
  const reset = useCallback(() => begin()(() => IDLE), [begin])
  return { state, ask, confirm, reset }
}

function endWithoutReport({ request, plan }: Planned, refusal: Refusal | null): PlanState {
  if (refusal === null || refusal.status === null) return { phase: 'failed', request, message: LOST }
  const { status, message, body } = refusal
  return status === 409
    ? { phase: 'refused', request, plan, message, drift: driftOf(body) }
    : { phase: 'failed', request, message }
}
