import { AppError } from '#lib/errors.ts'
import { planSpace } from '#lib/recovery/plan-space.ts'
import type { PlannedItems } from '#lib/recovery/planned-items.ts'
import { openPlanningThread } from '#lib/recovery/planning-thread.ts'
import type { PlanningOptions } from './plan-request.ts'

/** Plans what makes room, from the logs and the finished sessions that are there just now. */
export async function planFreeSpace(
  options: PlanningOptions,
  operationId: string,
  nowMs: number,
): Promise<PlannedItems> {
  const { home, runLimit } = options
  using thread = openPlanningThread()
  const logs = await thread.ask<'logs'>({ kind: 'logs', home, nowMs })
  if (logs === null) throw new AppError('cannot_begin', 'To look at all logs takes too long.')
  const sessions = await options.source().pastRetention(runLimit)
  return planSpace({ sessions, logs }, { operationId, limit: runLimit, nowMs })
}
