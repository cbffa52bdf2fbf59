import { isPast, type RetentionPreview, sumParts } from '#lib/model/retention.ts'
import { makePlanId } from '#lib/recovery/make-plan.ts'
import { readTrash } from '#lib/recovery/read-trash.ts'
import { planFreeSpace } from './plan-free-space.ts'
import type { PlanningOptions } from './plan-request.ts'

/** As many as a person reads. */
const KEPT_SHOWN = 100

/** What one run would do about what has been kept for long enough, by the plan that it would make just now. */
export async function previewRetention(options: PlanningOptions, nowMs: number): Promise<RetentionPreview> {
  const { items, omitted, parts } = await planFreeSpace(options, makePlanId(nowMs), nowMs)
  const packing = items.filter(({ steps }) =>
    steps.some(({ kind }) => kind === 'rotate' || kind === 'compress'),
  )
  const kept = omitted.filter(({ later }) => later !== true)
  const expired = readTrash(options)
    .map(({ entry }) => entry)
    .filter(({ trashedAtMs }) => isPast([trashedAtMs], options.retention.trash, nowMs))
    .map(({ files, sizeBytes }) => ({ kind: 'trash' as const, items: 1, files, sizeBytes }))
  return {
    retention: options.retention,
    parts: [...parts, ...sumParts(expired)],
    consented: options.journal.consents().get() !== null,
    packed: {
      logs: packing.length,
      freesBytes: packing.reduce((sum, { freesBytes }) => sum + (freesBytes ?? 0), 0),
    },
    kept: kept.slice(0, KEPT_SHOWN),
    keptMore: Math.max(0, kept.length - KEPT_SHOWN),
    more: omitted.some(({ later }) => later === true),
  }
}
