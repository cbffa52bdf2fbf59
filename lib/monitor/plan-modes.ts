import { join } from 'node:path'
import { AppError } from '#lib/errors.ts'
import { planPermissions } from '#lib/recovery/plan-permissions.ts'
import type { PlannedItems } from '#lib/recovery/planned-items.ts'
import { openPlanningThread } from '#lib/recovery/planning-thread.ts'
import type { PlanningOptions } from './plan-request.ts'
import { userIdOf } from './read-conditions.ts'

/** As many as a plan can hold that is kept and shown. */
const MODES_LIMIT = 50_000

/** Plans modes 600 and 700, from the modes that are there just now. */
export async function planModes(options: PlanningOptions): Promise<PlannedItems> {
  const { home, root } = options
  const activeFiles = await options.source().activeFiles()
  using thread = openPlanningThread()
  const found = await thread.ask<'modes'>({ kind: 'modes', home, root, activeFiles })
  if (found === null) throw new AppError('cannot_begin', 'To look at all modes takes too long.')
  const userId = process.geteuid?.() ?? 0
  const planned = planPermissions(found.loose, {
    userIds: new Set([userId, userIdOf(home) ?? userId]),
    isRoot: userId === 0,
    nameOf: (entry) =>
      entry.root === 'home' || entry.path === ''
        ? join(entry.root === 'home' ? home : root, entry.path)
        : entry.path,
    limit: MODES_LIMIT,
  })
  const unseen = found.unseen.map(({ path, reason }) => ({ name: path, reason }))
  return { items: planned.items, omitted: [...planned.omitted, ...unseen] }
}
