import type { PlanOmission } from '#lib/model/plan.ts'
import { type RetentionPart, sumParts } from '#lib/model/retention.ts'
import { planLogs } from './plan-logs.ts'
import { type OldSessions, planOldSessions } from './plan-old-sessions.ts'
import type { PlannedItems } from './planned-items.ts'
import type { LogEvidence } from './read-logs.ts'
import type { SpaceRequest } from './space-item.ts'

export type SpaceEvidence = { old: OldSessions; logs: LogEvidence }

/** `parts`: what goes to the trash, by kinds. */
export type PlannedSpace = PlannedItems & { parts: RetentionPart[] }

/**
 * What makes room, and what has been kept for long enough: logs compressed, the shortest first, since each makes room for
 * the next; current ones rotated; and what is past its retention in the trash, which frees its bytes once that is purged. Pure.
 */
export function planSpace({ old, logs }: SpaceEvidence, request: SpaceRequest): PlannedSpace {
  const omitted: PlanOmission[] = []
  const planned = [...planLogs(logs, request, omitted), ...planOldSessions(old, request, omitted)]
  return {
    items: planned.map(({ item }) => item),
    omitted,
    parts: sumParts(planned.flatMap(({ parts }) => parts)),
  }
}
