import { AppError } from '#lib/errors.ts'
import { isLow } from '#lib/issues/detect-disk-space.ts'
import { type PlannedSpace, planSpace } from '#lib/recovery/plan-space.ts'
import { openPlanningThread } from '#lib/recovery/planning-thread.ts'
import type { PlanningOptions } from './plan-request.ts'
import { readSpace } from './read-space.ts'

/** Plans what makes room and what is past its retention, from what is there just now. */
export async function planFreeSpace(
  options: PlanningOptions,
  operationId: string,
  nowMs: number,
): Promise<PlannedSpace> {
  const { home, root, journal, runLimit: limit, retention } = options
  using thread = openPlanningThread()
  const isTight = readSpace([home, root]).some((place) => place.kind === 'seen' && isLow(place))
  const logs = await thread.ask<'logs'>({ kind: 'logs', home, retention, isLow: isTight, nowMs })
  if (logs === null) throw new AppError('cannot_begin', 'To look at all logs takes too long.')
  const pinned = journal
    .pins()
    .list()
    .map(({ sessionId }) => sessionId)
  const old = await options.source().pastRetention({ limit, retention, pinned })
  return planSpace({ old, logs }, { operationId, limit, nowMs })
}
