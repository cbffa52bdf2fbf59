import type { PlannedItems } from '#lib/recovery/plan-session-move.ts'
import { planSpace } from '#lib/recovery/plan-space.ts'
import { readLogs } from '#lib/recovery/read-logs.ts'
import type { PlanningOptions } from './plan-request.ts'

/** Plans what makes room, from the logs and the finished sessions that are there just now. */
export async function planFreeSpace(
  options: PlanningOptions,
  operationId: string,
  nowMs: number,
): Promise<PlannedItems> {
  const { home, runLimit } = options
  const sessions = await options.source().pastRetention(runLimit)
  return planSpace({ sessions, logs: readLogs(home, nowMs) }, { operationId, limit: runLimit, nowMs })
}
