import type { ItemOutcome, Operation, OperationEvent } from '#lib/model/operation.ts'
import type { Drift, PlanSummary } from '#lib/model/plan.ts'
import type { PlanRequest } from '#lib/model/recovery.ts'

type Asked = { request: PlanRequest }
export type Planned = Asked & { plan: PlanSummary }

/** From what somebody asked for to how it ended. `refused` may be planned anew; `failed` has nothing to show but why. */
export type PlanState =
  | { phase: 'idle' }
  | (Asked & { phase: 'planning' })
  | (Planned & { phase: 'ready' })
  | (Planned & { phase: 'running'; done: number; notDone: ItemOutcome[] })
  | (Planned & { phase: 'refused'; message: string; drift: Drift[] })
  | (Asked & { phase: 'failed'; message: string })
  | (Planned & { phase: 'done'; operation: Operation })

export const IDLE: PlanState = { phase: 'idle' }

/** What the page knows after the server told something more. Pure. */
export function applyEvent(state: PlanState, event: OperationEvent): PlanState {
  if (state.phase !== 'running') return state
  const { request, plan } = state
  switch (event.kind) {
    case 'progress':
      return {
        ...state,
        done: event.done,
        notDone: event.item.outcome === 'done' ? state.notDone : [...state.notDone, event.item],
      }
    case 'report':
      return { phase: 'done', request, plan, operation: event.operation }
    case 'refused':
      return { phase: 'refused', request, plan, message: event.message, drift: event.drift }
  }
}

/** What is no longer as the plan says, as the server put it into its refusal. */
export function driftOf(body: unknown): Drift[] {
  if (typeof body !== 'object' || body === null || !('drift' in body)) return []
  // The API answers with the shape that its route states.
  return Array.isArray(body.drift) ? (body.drift as Drift[]) : []
}
