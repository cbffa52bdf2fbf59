import type { PlanItem } from '#lib/model/plan.ts'
import type { RetentionKind, RetentionPart } from '#lib/model/retention.ts'

export type SpaceRequest = { operationId: string; limit: number; nowMs: number }

/** An item, and what it takes to the trash. */
export type SpaceItem = { item: PlanItem; parts: RetentionPart[] }

/** What one item takes of a kind. */
export const partOf = (
  kind: Exclude<RetentionKind, 'trash'>,
  files: readonly { stamp: { sizeBytes: number } }[],
): RetentionPart => ({
  kind,
  items: 1,
  files: files.length,
  sizeBytes: files.reduce((sum, { stamp }) => sum + stamp.sizeBytes, 0),
})
