import { AppError, type ErrorCode } from '#lib/errors.ts'
import type { Identity } from '#lib/model/identity.ts'
import type { Operation } from '#lib/model/operation.ts'
import type { Plan } from '#lib/model/plan.ts'
import type { PlanRequest, Recovery } from '#lib/model/recovery.ts'

export type CarryOutPlan = {
  recovery: Pick<Recovery, 'plan' | 'execute'>
  by: Identity
  request: PlanRequest
  /** What was typed, `null` where nothing had to be, or false for no. */
  confirm: (plan: Plan) => Promise<string | null | false>
  /** Whether it may be planned and done anew, unseen, where something changed meanwhile. */
  mayRepeat: boolean
}

/** What came of a request: nothing was there to be done, somebody said no, or a report. */
export type CarriedOut =
  /** `isFine`: nothing was there to be done, rather than nothing could be. */
  | { kind: 'nothing'; isFine: boolean; reason: string }
  | { kind: 'declined' }
  | { kind: 'done'; plan: Plan; operation: Operation }

/** Agents work meanwhile, so that what was planned may be outdated the moment after. */
const ATTEMPTS = 3

/** Plans, asks, and does it. Throws an `AppError` where it is refused. */
export async function carryOutPlan(options: CarryOutPlan): Promise<CarriedOut> {
  for (let attempt = 1; ; attempt += 1) {
    const plan = await planOrReason(options)
    if ('kind' in plan) return plan
    const typed = await options.confirm(plan)
    if (typed === false) return { kind: 'declined' }
    const operation = await execute(options, plan, typed, attempt < ATTEMPTS && options.mayRepeat)
    if (operation !== null) return { kind: 'done', plan, operation }
  }
}

type Nothing = Extract<CarriedOut, { kind: 'nothing' }>

/** A plan, or why there is none. Throws an `AppError` where it may not be made. */
export async function planOrReason({
  recovery,
  by,
  request,
}: Pick<CarryOutPlan, 'recovery' | 'by' | 'request'>): Promise<Plan | Nothing> {
  try {
    return await recovery.plan(by, request)
  } catch (error) {
    if (!(error instanceof AppError && NOTHING.has(error.code))) throw error
    return { kind: 'nothing', isFine: error.code === 'nothing_to_do', reason: error.message }
  }
}

const NOTHING: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['nothing_to_do', 'all_left_out'])

/** Of what was confirmed beforehand: what can be taken back, and what is final and was consented to. */
export const isConfirmedBeforehand = ({ reversible, typed }: Plan): boolean => reversible || typed === null

/** `null` where something changed meanwhile and it may be planned anew. */
async function execute(
  { recovery, by }: CarryOutPlan,
  plan: Plan,
  typed: string | null,
  mayRepeat: boolean,
): Promise<Operation | null> {
  for await (const event of recovery.execute(by, plan.id, typed)) {
    if (event.kind === 'report') return event.operation
    if (event.kind !== 'refused') continue
    if (event.code === 'drift' && mayRepeat) return null
    throw new AppError(event.code, event.message)
  }
  throw new Error('The operation ended without a report.')
}
