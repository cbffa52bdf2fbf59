import { lstatSync } from 'node:fs'
import { relative } from 'node:path'
import { planHooks } from '#lib/recovery/plan-hooks.ts'
import type { PlannedItems } from '#lib/recovery/planned-items.ts'
import type { Roots } from '#lib/recovery/steps.ts'
import { stampFrom } from '#lib/store/list-directory.ts'
import { userIdOf } from './read-conditions.ts'
import { readHooks } from './read-hooks.ts'

/** Plans that the hooks of a home can be run, from what they are just now. */
export function planHookModes({ home }: Roots): PlannedItems {
  const hooks = readHooks(home).map((evidence) => {
    const stat = evidence.kind === 'there' ? lstatSync(evidence.path, { throwIfNoEntry: false }) : undefined
    return {
      path: relative(home, evidence.path),
      evidence,
      stamp: stat === undefined ? null : stampFrom(stat),
    }
  })
  return planHooks(hooks, userIdOf(home))
}
